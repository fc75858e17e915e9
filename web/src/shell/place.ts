/** Where new things go: the folder shown, if one is and the reader may write to it. */
import { createStore } from "@/app/store";

export const currentFolder = createStore<{ id: string; name: string } | null>(null);
