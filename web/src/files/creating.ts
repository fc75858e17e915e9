/** New documents and folders, under the first name that is free. */
import { api, isProblem, type Kind, type Node } from "@/api";
import { queryClient } from "@/app/queries";
import { refresh } from "./cache";

const mostTries = 50;

/**
 * Make a node in a folder; when the name is taken, with a number after it.
 *
 * Rejects with the server's `Problem`.
 */
export async function createNamed(parent: string, name: string, kind: Kind): Promise<Node> {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    try {
      const node = await api.createNode(parent, candidate, kind);
      void refresh(queryClient);
      return node;
    } catch (error) {
      if (!isProblem(error, "name-taken") || number >= mostTries) throw error;
    }
  }
}
