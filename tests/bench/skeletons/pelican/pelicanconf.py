"""The settings of Pelican; its reader cache is used where PELICAN_CACHE is set."""

from __future__ import annotations

import os

SITENAME = "Town Library"
SITEURL = "https://library.example.org"
AUTHOR = "Library"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DEFAULT_CATEGORY = "posts"
USE_FOLDER_AS_CATEGORY = False

DIRECT_TEMPLATES = ["index", "tags"]
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": 10}
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
SUMMARY_MAX_LENGTH = 50

FEED_ALL_RSS = "index.xml"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
FEED_ATOM = None
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

PLUGINS = ["pelican.plugins.sitemap"]
SITEMAP = {"format": "xml"}
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.toc": {},
        "markdown.extensions.smarty": {},
    },
    "output_format": "html5",
}

CACHE_CONTENT = LOAD_CONTENT_CACHE = "PELICAN_CACHE" in os.environ
CHECK_MODIFIED_METHOD = "mtime"
CONTENT_CACHING_LAYER = "reader"
