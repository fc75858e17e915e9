/** Roles as people read them, and who may give which. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Role } from "@/api";

const order: readonly Role[] = ["viewer", "commenter", "editor", "owner"];

const names: Record<Role, MessageDescriptor> = {
  viewer: msg`Viewer`,
  commenter: msg`Commenter`,
  editor: msg`Editor`,
  owner: msg`Owner`,
};

const abilities: Record<Role, MessageDescriptor> = {
  viewer: msg`Can read and download`,
  commenter: msg`Can read and comment`,
  editor: msg`Can change and share`,
  owner: msg`Can do everything, also take access away`,
};

export function roleName(role: Role): string {
  return i18n._(names[role]);
}

export function roleAbility(role: Role): string {
  return i18n._(abilities[role]);
}

export function atLeast(role: Role, needed: Role): boolean {
  return order.indexOf(role) >= order.indexOf(needed);
}

/** Owners and editors may share, up to their own role. */
export function mayShare(role: Role): boolean {
  return atLeast(role, "editor");
}

/** The roles that someone with `mine` may give to a person. */
export function givable(mine: Role): Role[] {
  return mayShare(mine) ? order.filter((role) => atLeast(mine, role)) : [];
}

/** A link never makes an owner. */
export function givableByLink(mine: Role): Role[] {
  return givable(mine).filter((role) => role !== "owner");
}
