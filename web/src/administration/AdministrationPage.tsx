/** `/administration`: the organisation and its members. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api, Problem } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { size } from "@/i18n";
import { Section } from "@/profile/Section";
import styles from "@/profile/settings.module.css";
import { useMe } from "@/session/me";
import { Members } from "./Members";

function Organisation() {
  const me = useMe();
  const health = useQuery({ queryKey: ["health"], queryFn: api.health });
  return (
    <Section title={<Trans>Organisation</Trans>}>
      <dl className={styles.facts}>
        <dt>
          <Trans>Name</Trans>
        </dt>
        <dd>{me.organisation.name}</dd>
        <dt>
          <Trans>Server version</Trans>
        </dt>
        <dd>{health.data?.version ?? "–"}</dd>
        <dt>
          <Trans>My storage</Trans>
        </dt>
        <dd>{size(me.storage.used)}</dd>
      </dl>
    </Section>
  );
}

export function AdministrationPage() {
  const { t } = useLingui();
  const me = useMe();
  useEffect(() => {
    document.title = `${t`Administration`} · Tongwen`;
  }, [t]);
  if (me.user?.administrator !== true) {
    return <ErrorState error={new Problem(404, "not-found", "", "")} home />;
  }
  return (
    <div className={styles.page}>
      <h1>
        <Trans>Administration</Trans>
      </h1>
      <Organisation />
      <Members />
    </div>
  );
}
