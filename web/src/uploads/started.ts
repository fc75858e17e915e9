/** Whether anything was uploaded on this page yet: until then the code for it need not be fetched. */
import { createStore } from "@/app/store";

export const uploadsStarted = createStore(false);
