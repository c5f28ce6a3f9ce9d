"""Who are the customers? Invented names, addresses, phones and birthdays that belong to nobody."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

FIRST = (
    "Anna Ben Clara David Elena Felix Greta Hannah Ivan Jana Karl Lena Marco Nora Oskar Paula Quentin Rosa Simon Tessa "
    "Ulrich Vera Willem Xenia Yara Zoë Amélie Björn Chiara Dirk Emma Finn Giulia Henk Ines Jürgen Katja Lotte Mats "
    "Nele Olga Pieter Renée Sofie Tim Ute Vito Wanda Noah Mila Luca Mia Jonas Ella Leon Ida Paul Marie Emil Käthe"
).split()
LAST = (
    "Albers Bakker Conti Dietrich Eckert Fischer Groß Huber Ivers Jansen Keller Lang Moretti Neumann Otto Peeters "
    "Quandt Ricci Schmitt Thoma Ullmann Vogel Weber Zeller Aigner Brandt Claes Dubois Ebner Ferrari Graf Hofer Jacobs "
    "Krüger Lehmann Maes Novak Öhler Pichler Rossi Sommer Thielen Visser Wagner Bianchi Maurer De_Vries Van_Dijk "
    "Möller Steiner Romano Berger Smit Janssens Schäfer Kofler Mulder Greco Winkler Bauer Lindner Meijer Costa Wolf"
).split()
AMERICAN_LAST = (
    "Adams Brooks Carter Diaz Evans Foster Garcia Hayes Irwin Jones Kim Lopez Morgan Nguyen Ortiz Parker Quinn Reed "
    "Silva Turner Underwood Vargas White Young Ziegler Bennett Collins Dunn Ellis Flynn Grant Hughes Jensen Klein "
    "Lewis Meyer Nash Owens Perez Rossi Shaw Tran Walsh York"
).split()
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ö": "Oe", "ß": "ss", "é": "e", "ë": "e", " ": ""})
DOMAINS = ("example.com", "example.org", "example.net", "mail.example", "post.example")


@dataclass
class Person:
    """One customer: who they are, what was planted for them, and what shapes their behaviour."""

    number: int
    first: str
    last: str
    email: str
    birthday: date
    city: str = ""
    country: str = ""
    postcode: str = ""
    phone: str = ""
    rhythm: str = ""
    motive: str = ""
    habit: str = ""
    journey: str = ""
    fan: bool = False
    days: list[date] = field(default_factory=list)
    truth: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the full name."""
        return f"{self.first} {self.last}"


def invent(rng: Random, count: int, last_names: list[str] = LAST) -> list[Person]:
    """Return that many people with different e-mail addresses."""
    people, taken = [], set()
    while len(people) < count:
        first, last = rng.choice(FIRST), rng.choice(last_names).replace("_", " ")
        email = f"{first}.{last}".translate(PLAIN).lower() + f"{rng.choice(('', '', rng.randint(1, 99)))}"
        email += f"@{rng.choice(DOMAINS)}"
        birthday = date(1950, 1, 1) + timedelta(days=rng.randint(0, 20_000))
        if email not in taken and (birthday.month, birthday.day) != (2, 29):
            taken.add(email)
            people.append(Person(len(people), first, last, email, birthday))
    return people
