/** The Mantine theme, made from the tokens. */
import { createTheme, type MantineColorsTuple } from "@mantine/core";
import { fontFamily, fontSizes, monospace, radius, space } from "./tokens";

const azurite: MantineColorsTuple = [
  "#EEF4FB",
  "#DCE8F6",
  "#B6D0EC",
  "#8CB5E2",
  "#659CD6",
  "#4587CB",
  "#2F76CC",
  "#2467B8",
  "#1D569B",
  "#16447C",
];

const cinnabar: MantineColorsTuple = [
  "#FDF0ED",
  "#FBE0DA",
  "#F5BEB3",
  "#EE9888",
  "#E67560",
  "#DA5840",
  "#C94529",
  "#B93620",
  "#9C2C19",
  "#7E2213",
];

/** Mantine's greys, warm like our paper: its own are blue. */
const gray: MantineColorsTuple = [
  "#FBFAF7",
  "#F5F3EE",
  "#EFECE5",
  "#E7E3DA",
  "#D3CDC1",
  "#B5AFA3",
  "#8F8B82",
  "#626C7B",
  "#414A56",
  "#1F2630",
];

/** From text to ground, as Mantine uses them in the dark scheme. */
const dark: MantineColorsTuple = [
  "#E8E6E1",
  "#C9CBD0",
  "#9AA3AF",
  "#737B87",
  "#3A404A",
  "#2C3037",
  "#23272D",
  "#1C1F24",
  "#15171B",
  "#101215",
];

const pixels = (value: number): string => `${value / 16}rem`;

export const theme = createTheme({
  colors: { azurite, cinnabar, gray, dark },
  primaryColor: "azurite",
  primaryShade: { light: 7, dark: 6 },
  fontFamily,
  fontFamilyMonospace: monospace,
  fontSizes: {
    xs: pixels(fontSizes.xs),
    sm: pixels(fontSizes.md), // Mantine's controls ask for `sm`: our base size
    md: pixels(fontSizes.md),
    lg: pixels(fontSizes.lg),
    xl: pixels(fontSizes.xl),
  },
  lineHeights: { xs: "1.25", sm: "1.25", md: "1.5", lg: "1.5", xl: "1.25" },
  spacing: {
    xs: pixels(space.xs),
    sm: pixels(space.sm),
    md: pixels(space.md),
    lg: pixels(space.lg),
    xl: pixels(space.xl),
  },
  radius: {
    xs: "4px",
    sm: `${radius.control}px`,
    md: `${radius.control}px`,
    lg: `${radius.panel}px`,
    xl: "16px",
  },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: pixels(fontSizes.display), lineHeight: "1.25" },
      h2: { fontSize: pixels(fontSizes.xl), lineHeight: "1.25" },
      h3: { fontSize: pixels(fontSizes.lg), lineHeight: "1.25" },
    },
  },
  shadows: {
    xs: "none",
    sm: "var(--tw-shadow)",
    md: "var(--tw-shadow)",
    lg: "var(--tw-shadow)",
    xl: "var(--tw-shadow)",
  },
  // Plain objects: naming the components here would load them all with the first page.
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 32 } },
    Tooltip: {
      defaultProps: { openDelay: 400, withinPortal: true, transitionProps: { duration: 120 } },
    },
    Menu: {
      defaultProps: { shadow: "md", radius: "lg", transitionProps: { duration: 120 } },
    },
    Popover: {
      defaultProps: { shadow: "md", radius: "lg", transitionProps: { duration: 120 } },
    },
    Modal: {
      defaultProps: {
        radius: "lg",
        centered: true,
        padding: 20,
        overlayProps: { color: "var(--tw-overlay)", backgroundOpacity: 1 },
        transitionProps: { duration: 150, transition: "fade" },
      },
    },
    Checkbox: { defaultProps: { radius: 4 } },
    Drawer: { defaultProps: { transitionProps: { duration: 180 } } },
    TextInput: { defaultProps: { size: "sm" } },
    PasswordInput: { defaultProps: { size: "sm" } },
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Select: {
      defaultProps: { size: "sm", allowDeselect: false, checkIconPosition: "right" },
    },
  },
});
