"""A small library as models of SQLAlchemy."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The tables of the library."""


class Role(enum.Enum):
    """Who may do what."""

    LIBRARIAN = "librarian"
    MEMBER = "member"


class Person(Base):
    """Somebody who lends or borrows."""

    __tablename__ = "people"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    email: Mapped[str] = mapped_column(String(120), unique=True)
    full_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(default=Role.MEMBER)


class Book(Base):
    """A book on the shelf."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    isbn: Mapped[str] = mapped_column(String(13), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    pages: Mapped[int] = mapped_column(CheckConstraint("pages BETWEEN 1 AND 2000"))


class Loan(Base):
    """A book in somebody's hands."""

    __tablename__ = "loans"
    __table_args__ = (CheckConstraint("returned_at IS NULL OR returned_at >= started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("books.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    status: Mapped[str] = mapped_column(String(20), default="running")  # running | returned | lost
    started_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]

    book: Mapped[Book] = relationship()
