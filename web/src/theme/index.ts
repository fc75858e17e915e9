/** Look: tokens, CSS variables, the Mantine theme and the mark. */
export { contrast } from "./contrast";
export { theme } from "./mantine";
export { Seal } from "./Seal";
export * as tokens from "./tokens";
export { people, personColor } from "./tokens";
export { cssVariablesResolver } from "./variables";
