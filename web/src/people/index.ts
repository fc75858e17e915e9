/** People as the page shows them. */
export { Avatar, type AvatarProps, AvatarStack, colorIndex, initials } from "./Avatar";
