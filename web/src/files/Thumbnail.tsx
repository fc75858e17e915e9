/** The picture of a file, or a drawn sheet of its kind where there is none. */
import { useState } from "react";
import { api, type Node } from "@/api";
import { KindIcon, kindColor } from "@/kinds/KindIcon";
import styles from "./Thumbnail.module.css";
import { mayHaveThumbnail, noThumbnail } from "./thumbnails";

type Pictured = Pick<Node, "id" | "kind" | "version" | "modified">;

function Drawn({ kind }: Pick<Node, "kind">) {
  return (
    <span className={styles.drawn} style={{ "--kind": kindColor(kind) }}>
      <KindIcon kind={kind} size={44} />
    </span>
  );
}

export function Thumbnail({ node }: { node: Pictured }) {
  const [absent, setAbsent] = useState(() => !mayHaveThumbnail(node));
  const [loaded, setLoaded] = useState(false);
  return (
    <span className={styles.thumbnail} aria-hidden="true">
      {(absent || !loaded) && <Drawn kind={node.kind} />}
      {!absent && (
        <img
          key={`${node.version} ${node.modified}`}
          src={api.thumbnailAddress(node)}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          data-loaded={loaded}
          data-page={node.kind === "text" || node.kind === "pdf"}
          onLoad={() => setLoaded(true)}
          onError={() => {
            noThumbnail(node);
            setAbsent(true);
          }}
        />
      )}
    </span>
  );
}
