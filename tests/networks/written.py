"""A thousand posts in many scripts: always the same, each of pieces that counters stumble over."""

from __future__ import annotations

from random import Random

WORDS = (
    "The river runs past the library",
    "Two copies, just in: reserve yours!",
    "Öffnungszeiten — täglich außer montags",
    "مكتبة المدرسة تفتح أبوابها يوم الأحد",
    "کتاب‌خانهٔ ما می‌خواهد بخوانید",
    "ספריית הילדים נפתחת ביום ראשון",
    "हिन्दी में नई किताबें आ गई हैं",
    "क्षत्रिय विद्यार्थी श्री कृष्ण की कहानी",
    "গ্রন্থাগারে নতুন বই এসেছে",
    "ഗ്രന്ഥശാല പുതിയ പുസ്തകങ്ങൾ",
    "நூலகம் புதிய புத்தகங்கள்",
    "図書館に新しい本が届きました。",
    "「こども読書週間」のお知らせ",
    "图书馆新到一批儿童读物，欢迎借阅！",
    "어린이 도서관에 새 책이 왔어요",
    "ห้องสมุดมีหนังสือใหม่แล้วนะคะ",
    "Нові книжки вже на полицях",
    "A\u0301 la une: cafe\u0301 lecture",
    "‹quotes› “and” „others“ … ‰ № ™ © ®",
    "1984",
    "line\r\nbreaks",
)
EMOJI = (
    "😀",
    "👨‍👩‍👧‍👦",
    "👩🏽‍🚀",
    "👩‍❤️‍💋‍👩",
    "🏳️‍🌈",
    "🇺🇳🇺🇸",
    "🇽🇽",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "1️⃣",
    "#️⃣",
    "☎️",
    "☎",
    "☎︎",
    "✌🏿",
    "✌️🏿",
    "🙋🏽‍♀️",
    "🧑🏾‍🤝‍🧑🏻",
    "🐻‍❄️",
    "🫶🏼",
    "👯‍♂️",
    "👁️‍🗨️",
    "🤷‍",
    "©️",
    "📚📖🎉",
)
ADDRESSES = (
    "https://maple.example.org/posts/rivers/",
    "http://example.com",
    "https://example.com/a_(b)_(c(d))",
    "(see https://example.com/x)",
    "https://example.com/path?q=1&r=ü#top",
    "HTTPS://Example.COM/Loud",
    "https://例え.テスト/本",
    "http://☃.net/",
    "https://xn--bcher-kva.example.net/",
    "https://münchen.de/bücher",
    "example.com",
    "www.example.co.uk/list?page=2",
    "bücher.example.com",
    "日本語example.comです",
    "notes.txt",
    "v1.2.3",
    "e.g.this",
    "user@example.com",
    "maple.library",
    "http://maple.library/",
    "t.co/abcdefghij",
    "https://t.co/abcdefghij,more",
    "https://example.org:8080/a",
    "http://localhost:8000/a",
    "http://under_score.example.com/ http://bad_name.com",
    "https://-dash.example.com",
    "ftp://example.com/file",
    "http://example.com/كتب/١",
    "https://example.org/" + "very-long-path/" * 12,
    "http://" + "a" * 64 + ".com",
    "httpbin.org/get",
    "node.js",
    "例え。テスト.com",
    "http://example.music http://example.duck",
)
SIGNS = (
    "#GlobalReadAloud",
    "#読書",
    "#2026",
    "#a.b.c",
    "##",
    "＃全角",
    "#️⃣tag",
    "#Tag!?)",
    "#" + "x" * 64,
    "#" + "x" * 65,
    "#col·lecció",
    "@maple",
    "@maple.example.org",
    "(@maple.example.org)",
    "@maple.example.org.",
    "@alice@books.example.social",
    "@not.a.domain_",
    "@handle.test",
    "$BOOK",
    "($IBM)",
    "$5",
    "$TOOLONG",
)
GAPS = (" ", " ", " ", "\n", "\n\n", ", ", ". ", "", "、", "\u3000", "(", ") ", "-", "/", "\u200b")


def posts(count: int = 1000, seed: int = 2026) -> tuple[str, ...]:
    """Return *count* posts; the same for the same *seed*."""
    chance = Random(seed)  # noqa: S311 - chance that repeats itself is what is wanted
    return tuple(_post(chance) for _ in range(count))


def _post(chance: Random) -> str:
    kinds = (WORDS, WORDS, EMOJI, ADDRESSES, SIGNS)
    pieces: list[str] = []
    for _ in range(chance.randint(1, 9)):
        pieces += [chance.choice(chance.choice(kinds)), chance.choice(GAPS)]
    return "".join(pieces)
