/** Mantine's drawer as a chunk of its own. */
export { Drawer as default } from "@mantine/core";
