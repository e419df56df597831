"""The files of the year as rows of text, and what a cell says."""

import csv
from datetime import date
from fractions import Fraction


class Year:
    """All files of a folder, read once."""

    def __init__(self, folder):
        def read(name):
            with open(folder / name, encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file, delimiter=";"))

        self.units = read("don-vi.csv")
        self.done = read("viec-da-lam.csv")
        self.sessions = read("phien-giao-dich.csv")
        self.reports = read("bao-cao.csv")
        self.staff = read("can-bo.csv")
        self.trainings = read("tap-huan-can-bo.csv")
        self.absent = read("ho-roi-dia-phuong.csv")
        self.strengthened = read("cung-co-to.csv")
        self.loans = read("khoan-vay.csv")
        self.groups = read("to.csv")
        self.proposals = read("de-xuat-vay.csv")
        self.debts = read("no-dang-co.csv")


def by(rows, column):
    """Rows by what a column says, in their order."""
    found = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def day(text):
    """A day, or None for an empty cell."""
    if not text:
        return None
    d, m, y = text.split("/")
    return date(int(y), int(m), int(d))


def number(text):
    """An exact number, or None for an empty cell."""
    if not text:
        return None
    if text.endswith("%"):
        return Fraction(text[:-1].replace(",", ".")) / 100
    return Fraction(text.replace(",", "."))


def yes(text):
    """Yes, no, or None for an empty cell."""
    return None if not text else text == "có"


def is_one_of(text, *values):
    """Whether a cell is one of these, None for an empty one."""
    return None if not text else text in values


def shown(on):
    return on.strftime("%d/%m/%Y")
