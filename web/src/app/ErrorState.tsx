/** A page or panel that could not be shown: what happened, what is safe, what to do. */
import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconCloudOff, IconFileUnknown, IconMoodSad } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { isProblem } from "@/api";
import { explain } from "@/i18n";
import { EmptyState } from "./EmptyState";

export interface ErrorStateProps {
  /** What was thrown; its words are shown unless `hint` is given. */
  error?: unknown;
  title?: ReactNode;
  hint?: ReactNode;
  onRetry?: () => void;
  /** Offer the way to Home: for whole pages. */
  home?: boolean;
}

function picture(error: unknown) {
  if (isProblem(error, "network")) return <IconCloudOff stroke={1.4} />;
  if (isProblem(error) && error.status === 404) return <IconFileUnknown stroke={1.4} />;
  return <IconMoodSad stroke={1.4} />;
}

function heading(error: unknown): ReactNode {
  if (isProblem(error, "network")) return <Trans>No connection</Trans>;
  if (isProblem(error) && error.status === 404) return <Trans>There is nothing here</Trans>;
  if (isProblem(error) && error.status === 403) return <Trans>You may not do this</Trans>;
  return <Trans>This did not work</Trans>;
}

export function ErrorState({ error, title, hint, onRetry, home = false }: ErrorStateProps) {
  const gone = isProblem(error) && error.status === 404;
  const text =
    hint ??
    (gone ? (
      <Trans>It was moved or deleted, or it is not shared with you any more.</Trans>
    ) : (
      explain(error)
    ));
  return (
    <EmptyState icon={picture(error)} title={title ?? heading(error)} hint={text} live>
      {onRetry !== undefined && !gone && (
        <Button onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
      {home && (
        <Button component={Link} to="/" variant={gone ? "filled" : "default"}>
          <Trans>Go to Home</Trans>
        </Button>
      )}
    </EmptyState>
  );
}
