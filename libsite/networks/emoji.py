"""Emoji of more than one character, as X takes them for one: those of Emoji 11 (2018).

What came later is counted piece by piece, which is never less than what a newer counter finds.
"""

from __future__ import annotations

import regex

JOIN = "\u200d"
SELECT = "\ufe0f"
"""Asks for an emoji where a letter-like sign could be drawn as well."""
KEYCAP = "\u20e3"
"""The lowest of the characters of which every emoji of several has one."""
SKIN = "[\U0001f3fb-\U0001f3ff]"
GENDER = f"{JOIN}[♀♂]{SELECT}"

SIGNS = (
    "©®‼⁉™ℹ↔-↙↩↪⌚⌛⌨⏏⏭-⏯⏱⏲⏸-⏺Ⓜ▪▫▶◀◻-◾☀-☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸-☺♀♂♈-♓♟♠♣♥♦♨♻♿⚒-⚗⚙⚛⚜⚠⚡⚪⚫⚰⚱⚽⚾⛄⛅⛈⛏⛑"
    "⛓⛔⛩⛪⛰-⛵⛷-⛺⛽✂✈✉✌✍✏✒✔✖✝✡✳✴❄❇❗❣❤➡⤴⤵⬅-⬇⬛⬜⭐⭕〰〽㊗㊙🀄🅰🅱🅾🅿🈂🈚🈯🈷🌡🌤-🌬🌶🍽🎖🎗🎙-🎛🎞🎟🏋-🏎🏔-🏟🏳🏵🏷"
    "🐿👁📽🕉🕊🕯🕰🕳-🕹🖇🖊-🖍🖐🖥🖨🖱🖲🖼🗂-🗄🗑-🗓🗜-🗞🗡🗣🗨🗯🗳🗺🛋🛍-🛏🛠-🛥🛩🛰🛳"
)
"""Those that a selector may follow."""
PEOPLE = (
    "☝⛷⛹✊-✍🎅🏂-🏄🏇🏊-🏌👂👃👆-👐👦-👩👮👰-👸👼💁-💃💅-💇💪🕴🕵🕺🖐🖕🖖🙅-🙇🙋-🙏🚣🚴-🚶🛀🛌🤘-🤜🤞🤟🤦🤰-🤹🤽"
    "🤾🦵🦶🦸🦹🧑-🧝"
)
"""Those that have a colour of skin."""
PEOPLE_AND_SIGNS = "☝⛷⛹✌✍🏋🏌🕴🕵🖐"
ACTORS = "🏃🏄🏊👮👱👳👷💁💂💆💇🙅-🙇🙋🙍🙎🚣🚴-🚶🤦🤵🤷-🤹🤽🤾🦸🦹🧖-🧝"
"""Those that are a woman or a man, of any colour of skin."""
FLAGS = {
    "A": "CDEFGILMOQRSTUWXZ",
    "B": "ABDEFGHIJLMNOQRSTVWYZ",
    "C": "ACDFGHIKLMNOPRUVWXYZ",
    "D": "EGJKMOZ",
    "E": "ACEGHRSTU",
    "F": "IJKMOR",
    "G": "ABDEFGHILMNPQRSTUWY",
    "H": "KMNRTU",
    "I": "CDELMNOQRST",
    "J": "EMOP",
    "K": "EGHIMNPRWYZ",
    "L": "ABCIKRSTUVY",
    "M": "ACDEFGHKLMNOPQRSTUVWXYZ",
    "N": "ACEFGILOPRUZ",
    "O": "M",
    "P": "AEFGHKLMNRSTWY",
    "Q": "A",
    "R": "EOSUW",
    "S": "ABCDEGHIJKLMNORSTVXYZ",
    "T": "ACDFGHJKLMNORTVWZ",
    "U": "AGMNSYZ",
    "V": "ACEGINU",
    "W": "FS",
    "X": "K",
    "Y": "ET",
    "Z": "AMW",
}
"""The second letters of countries' flags, by the first."""


def _flags() -> str:
    """Return the pattern of flags: of countries, and of England, Scotland and Wales."""
    countries = (f"{_sign(first)}[{''.join(map(_sign, rest))}]" for first, rest in FLAGS.items())
    parts = (_tagged(name) for name in ("gbeng", "gbsct", "gbwls"))
    return "|".join([*countries, *(f"🏴{part}\U000e007f" for part in parts)])


def _sign(letter: str) -> str:
    return chr(0x1F1E6 + ord(letter) - ord("A"))


def _tagged(name: str) -> str:
    return "".join(chr(0xE0000 + ord(letter)) for letter in name)


def _families() -> str:
    """Return the pattern of couples, kisses, and parents with one child or two."""
    kiss = f"{JOIN}❤{SELECT}{JOIN}(?:💋{JOIN})?"
    parents = f"(?:👨{JOIN}[👨👩]|👩{JOIN}👩|[👨👩])"
    children = f"(?:👦{JOIN}👦|👧{JOIN}[👦👧]|[👦👧])"
    return f"👨{kiss}👨|👩{kiss}[👨👩]|{parents}{JOIN}{children}"


EMOJI = regex.compile(
    "|".join(
        [
            f"[👨👩]{SKIN}?{JOIN}(?:[⚕⚖✈]{SELECT}|[🌾🍳🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰-🦳])",
            f"[⛹🏋🏌🕴🕵](?:{SKIN}|{SELECT}){GENDER}",
            f"[{ACTORS}]{SKIN}?{GENDER}",
            f"[👯🤼🧞🧟]{GENDER}",
            _families(),
            f"🏳{SELECT}{JOIN}🌈|🏴{JOIN}☠{SELECT}|👁{JOIN}🗨",
            rf"[#*0-9]{SELECT}?{KEYCAP}",
            f"[{PEOPLE_AND_SIGNS}]{SELECT}{SKIN}",
            f"[{SIGNS}]{SELECT}",
            f"[{PEOPLE}]{SKIN}",
            _flags(),
        ]
    )
)
