BEGIN TRANSACTION;
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, 
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
    tenant TEXT NOT NULL, 
    id TEXT NOT NULL, 
    at BIGINT NOT NULL, 
    actor TEXT NOT NULL, 
    action TEXT NOT NULL, 
    subject TEXT NOT NULL, 
    address TEXT NOT NULL, 
    details TEXT NOT NULL, 
    PRIMARY KEY (tenant, id)
);
CREATE TABLE documents (
    tenant TEXT NOT NULL, 
    node TEXT NOT NULL, 
    base TEXT NOT NULL, 
    base_seq BIGINT NOT NULL, 
    exported_seq BIGINT, 
    exported TEXT, 
    opened BIGINT NOT NULL, 
    PRIMARY KEY (tenant, node)
);
CREATE TABLE grants (
    tenant TEXT NOT NULL, 
    node TEXT NOT NULL, 
    principal TEXT NOT NULL, 
    role INTEGER NOT NULL, 
    granted_by TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    expires BIGINT, 
    PRIMARY KEY (tenant, node, principal)
);
CREATE TABLE links (
    tenant TEXT NOT NULL, 
    id TEXT NOT NULL, 
    node TEXT NOT NULL, 
    secret_hash TEXT NOT NULL, 
    hint TEXT NOT NULL, 
    role INTEGER NOT NULL, 
    password TEXT, 
    uses INTEGER DEFAULT '0' NOT NULL, 
    created_by TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    expires BIGINT, 
    PRIMARY KEY (tenant, id)
);
CREATE TABLE media (
    tenant TEXT NOT NULL, 
    node TEXT NOT NULL, 
    blob TEXT NOT NULL, 
    media_type TEXT NOT NULL, 
    size BIGINT NOT NULL, 
    width INTEGER NOT NULL, 
    height INTEGER NOT NULL, 
    created_by TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    PRIMARY KEY (tenant, node, blob)
);
CREATE TABLE nodes (
    tenant TEXT NOT NULL, 
    id TEXT NOT NULL, 
    parent TEXT, 
    owner TEXT, 
    kind TEXT NOT NULL, 
    name TEXT NOT NULL, 
    sort_name TEXT NOT NULL, 
    media_type TEXT NOT NULL, 
    size BIGINT DEFAULT '0' NOT NULL, 
    head INTEGER DEFAULT '0' NOT NULL, 
    created_by TEXT NOT NULL, 
    modified_by TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    modified BIGINT NOT NULL, 
    trashed BIGINT, 
    trashed_by TEXT, 
    trash_of TEXT, 
    deleted BIGINT, 
    PRIMARY KEY (tenant, id)
);
CREATE TABLE orphans (
    tenant TEXT NOT NULL, 
    blob TEXT NOT NULL, 
    since BIGINT NOT NULL, 
    PRIMARY KEY (tenant, blob)
);
CREATE TABLE recents (
    tenant TEXT NOT NULL, 
    user TEXT NOT NULL, 
    node TEXT NOT NULL, 
    opened BIGINT NOT NULL, 
    PRIMARY KEY (tenant, user, node)
);
CREATE TABLE session_links (
    tenant TEXT NOT NULL, 
    secret_hash TEXT NOT NULL, 
    link TEXT NOT NULL, 
    PRIMARY KEY (tenant, secret_hash, link)
);
CREATE TABLE sessions (
    secret_hash TEXT NOT NULL, 
    tenant TEXT NOT NULL, 
    user TEXT, 
    csrf TEXT NOT NULL, 
    address TEXT NOT NULL, 
    agent TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    seen BIGINT NOT NULL, 
    expires BIGINT NOT NULL, 
    PRIMARY KEY (secret_hash)
);
CREATE TABLE snapshots (
    tenant TEXT NOT NULL, 
    node TEXT NOT NULL, 
    part TEXT NOT NULL, 
    seq BIGINT NOT NULL, 
    at BIGINT NOT NULL, 
    state BLOB NOT NULL, 
    PRIMARY KEY (tenant, node, part)
);
INSERT INTO "snapshots" VALUES('0tenant','0node','body',4,1760000000000,X'78016364676460676449CA4FA964E62C482C4A4C2F4A2CC8D0606064604DCCC94CCF632C672D2E492C2A61078AB03132303231B63032B33D9DD0F36C5A7B0B23ABECFB3D3D1FE6CF6850C8CF4B55282FCA2CC9CC4B5748CB2F5248CCC9D15338C2C8CAC826F77E4FC783BDD31EECDDF360EFC4077BBA1FEC5DF860EFA6077B9B80ECF77B3A191919991901EA573339');
CREATE TABLE stars (
    tenant TEXT NOT NULL, 
    user TEXT NOT NULL, 
    node TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    PRIMARY KEY (tenant, user, node)
);
CREATE TABLE tenants (
    id TEXT NOT NULL, 
    name TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    PRIMARY KEY (id)
);
INSERT INTO "tenants" VALUES('0tenant','文',1);
CREATE TABLE tokens (
    secret_hash TEXT NOT NULL, 
    tenant TEXT NOT NULL, 
    id TEXT NOT NULL, 
    user TEXT NOT NULL, 
    name TEXT NOT NULL, 
    hint TEXT NOT NULL, 
    scope TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    used BIGINT, 
    expires BIGINT, 
    PRIMARY KEY (secret_hash)
);
CREATE TABLE updates (
    tenant TEXT NOT NULL, 
    node TEXT NOT NULL, 
    part TEXT NOT NULL, 
    seq BIGINT NOT NULL, 
    at BIGINT NOT NULL, 
    author TEXT NOT NULL, 
    "update" BLOB NOT NULL, 
    PRIMARY KEY (tenant, node, part, seq)
)
 WITHOUT ROWID;
INSERT INTO "updates" VALUES('0tenant','0node','body',1,1760000000001,'0anna',X'01020100070104626F647903097061726167726170682800010005616C69676E017705737461727400');
INSERT INTO "updates" VALUES('0tenant','0node','body',2,1760000000002,'',X'0102010207000100060400010226E4B9A6E5908CE69687EFBC8CF09F9880206F6E652077726974696E6720666F7220616C6C2E2000');
INSERT INTO "updates" VALUES('0tenant','0node','body',3,1760000000003,'0anna',X'0101011FC4010501061EEFBC88E0BD96E0BDBCE0BD91E0BC8BE0BDA1E0BDB2E0BD82E0BC8BEFBC8900');
INSERT INTO "updates" VALUES('0tenant','0node','body',4,1760000000004,'',X'000101010301');
INSERT INTO "updates" VALUES('0tenant','0node','body',5,1760000000005,'0anna',X'01030129C601030104067374726F6E67027B7DC40129010403E69687C6012A0104067374726F6E67046E756C6C00');
INSERT INTO "updates" VALUES('0tenant','0node','body',6,1760000000006,'',X'0101012C870100030970617261677261706800');
INSERT INTO "updates" VALUES('0tenant','0node','body',7,1760000000007,'0anna',X'0102012D0700012C060400012D12E1A0AEE1A0A3E1A0A9E1A0ADE1A0A3E1A0AF00');
INSERT INTO "updates" VALUES('0tenant','0node','comments',1,1760000000001,'0anna',X'01010200280107746872656164730274310177047768793F00');
INSERT INTO "updates" VALUES('0tenant','0node','comments',2,1760000000002,'',X'0101020128010774687265616473027432017703E5968400');
INSERT INTO "updates" VALUES('0tenant','0node','comments',3,1760000000003,'0anna',X'000102010001');
CREATE TABLE uploads (
    tenant TEXT NOT NULL, 
    id TEXT NOT NULL, 
    user TEXT NOT NULL, 
    parent TEXT NOT NULL, 
    name TEXT NOT NULL, 
    length BIGINT NOT NULL, 
    created BIGINT NOT NULL, 
    expires BIGINT NOT NULL, 
    PRIMARY KEY (tenant, id)
);
CREATE TABLE users (
    tenant TEXT NOT NULL, 
    id TEXT NOT NULL, 
    email TEXT NOT NULL, 
    email_key TEXT NOT NULL, 
    name TEXT NOT NULL, 
    password TEXT, 
    administrator INTEGER DEFAULT '0' NOT NULL, 
    language TEXT, 
    root TEXT NOT NULL, 
    used BIGINT DEFAULT '0' NOT NULL, 
    created BIGINT NOT NULL, 
    disabled BIGINT, 
    PRIMARY KEY (tenant, id)
);
CREATE TABLE versions (
    tenant TEXT NOT NULL, 
    node TEXT NOT NULL, 
    number INTEGER NOT NULL, 
    blob TEXT NOT NULL, 
    size BIGINT NOT NULL, 
    label TEXT, 
    origin TEXT NOT NULL, 
    seq BIGINT, 
    author TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    PRIMARY KEY (tenant, node, number)
);
CREATE UNIQUE INDEX users_email ON users (tenant, email_key);
CREATE INDEX sessions_user ON sessions (tenant, user);
CREATE INDEX tokens_user ON tokens (tenant, user);
CREATE INDEX nodes_by_kind ON nodes (tenant, parent, kind, sort_name, id);
CREATE INDEX nodes_by_modified ON nodes (tenant, parent, modified, id);
CREATE INDEX nodes_by_name ON nodes (tenant, parent, sort_name, id);
CREATE INDEX nodes_by_size ON nodes (tenant, parent, size, id);
CREATE INDEX nodes_deleted ON nodes (deleted) WHERE deleted IS NOT NULL;
CREATE UNIQUE INDEX nodes_name ON nodes (tenant, parent, name) WHERE trashed IS NULL;
CREATE INDEX nodes_trash ON nodes (tenant, trash_of, trashed, id);
CREATE INDEX versions_blob ON versions (tenant, blob);
CREATE INDEX documents_base ON documents (tenant, base);
CREATE INDEX documents_exported ON documents (tenant, exported);
CREATE INDEX media_blob ON media (tenant, blob);
CREATE INDEX uploads_expires ON uploads (expires);
CREATE INDEX grants_principal ON grants (tenant, principal, created, node);
CREATE INDEX links_node ON links (tenant, node);
CREATE UNIQUE INDEX links_secret ON links (secret_hash);
CREATE INDEX recents_by_time ON recents (tenant, user, opened);
CREATE INDEX audit_subject ON audit (tenant, subject, id);
COMMIT;
