"""What calls take: the JSON bodies of the API."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

Text = Annotated[str, Field(max_length=4096)]
Id = Annotated[str, Field(max_length=64)]
RoleWord = Literal["viewer", "commenter", "editor", "owner"]
LinkRole = Literal["viewer", "commenter", "editor"]


class SetupBody(BaseModel):
    """The first run."""

    organisation: Text
    name: Text
    email: Text
    password: Text


class SignInBody(BaseModel):
    """Signing in."""

    email: Text
    password: Text


class MeBody(BaseModel):
    """Changing oneself. `language` null means: what the browser asks for."""

    name: Text | None = None
    language: Text | None = None


class PasswordBody(BaseModel):
    """Changing one's password."""

    current: Text
    new: Text


class TokenBody(BaseModel):
    """A new API token. Without a scope it may do all that its owner may."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    scope: Literal["read", "write", "admin"] | None = None
    expires: datetime | None = None


class UserBody(BaseModel):
    """A new member."""

    name: Text
    email: Text
    password: Text
    administrator: bool = False


class UserChangeBody(BaseModel):
    """Changing a member."""

    name: Text | None = None
    administrator: bool | None = None
    disabled: bool | None = None
    password: Text | None = None


class NodeBody(BaseModel):
    """A new folder or document."""

    parent: Id
    name: Text
    kind: Literal["folder", "text", "sheet", "slides"]


class NodeChangeBody(BaseModel):
    """Renaming and moving."""

    name: Text | None = None
    parent: Id | None = None


class CopyBody(BaseModel):
    """Copying: into which folder, under which name; both may be left out."""

    parent: Id | None = None
    name: Text | None = None


class GrantBody(BaseModel):
    """A role."""

    role: RoleWord


class LinkBody(BaseModel):
    """A new link."""

    role: LinkRole
    expires: datetime | None = None
    password: Text | None = None


class LinkChangeBody(BaseModel):
    """Changing a link: what is left out stays; null takes the expiry or password away."""

    role: LinkRole | None = None
    expires: datetime | None = None
    password: Text | None = None


class LinkOpenBody(BaseModel):
    """Opening a link."""

    password: Text | None = None


class LabelBody(BaseModel):
    """The name of a version; null or empty takes it away."""

    label: Text | None = None
