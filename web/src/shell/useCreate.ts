/** Making something new from the New menu or the palette, in the folder shown or in my drive. */
import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Kind } from "@/api";
import { notifyProblem } from "@/app/notices";
import { createNamed } from "@/files/creating";
import { destination } from "@/files/opening";
import { ownDrive } from "@/uploads/choosing";
import { currentFolder } from "./place";

/** Where new things go now, `null` when the reader has no place for them. */
export function whereNew(): { id: string; name: string } | null {
  return currentFolder.get() ?? ownDrive();
}

export function useCreate() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const names: Partial<Record<Kind, string>> = {
    text: t`Untitled document`,
    sheet: t`Untitled spreadsheet`,
    slides: t`Untitled presentation`,
  };
  const create = async (kind: Kind) => {
    const folder = whereNew();
    const name = names[kind];
    if (folder === null || name === undefined || busy) return;
    setBusy(true);
    try {
      const node = await createNamed(folder.id, name, kind);
      if (destination(node) === "edit") {
        await navigate({ to: "/edit/$nodeId", params: { nodeId: node.id } });
      }
    } catch (error) {
      notifyProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return { create, busy };
}
