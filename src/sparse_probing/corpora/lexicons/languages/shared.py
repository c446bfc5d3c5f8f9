"""What texts of all languages have in common: titles, datelines, signatures, quotation marks."""

# ruff: noqa: RUF001  (Greek letters are meant)

TITLES = (
    "Le Monde",
    "Die Zeit",
    "El Mundo",
    "The Guardian",
    "Corriere della Sera",
    "De Volkskrant",
    "Dagens Nyheter",
    "Diário de Notícias",
    "Το Βήμα",
    "Radio Nova",
    "Paris Match",
    "La Vanguardia",
    "Der Spiegel",
    "La Repubblica",
    "Svenska Dagbladet",
    "Het Parool",
    "The Economist",
    "Η Καθημερινή",
    "Jornal do Porto",
)

DATELINES = ("{town} — ", "{city}, {date} — ", "{date}: ", "{title}, {year}. ", "({town}) ", "{byline}. ")

SIGNATURES = (
    " ({byline})",
    " — {byline}, {town}",
    " {town}, {date}",
    " ({title}, {year})",
    " Internet: www.{site}.com",
    " Tel. {big} {big} {many}",
    " Copyright {year} {title}",
    " © {byline} / {city}",
)

QUOTATION_MARKS = (('"', '"'), ('"', '"'), ("“", "”"), ("«", "»"))
