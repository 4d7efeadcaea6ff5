"""The settings of Nikola."""

from __future__ import annotations

BLOG_TITLE = "Town Library"
BLOG_AUTHOR = "Library"
BLOG_EMAIL = "library@library.example.org"
BLOG_DESCRIPTION = "posts"
SITE_URL = "https://library.example.org/"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
TRANSLATIONS = {"en": ""}
TRANSLATIONS_PATTERN = "{path}.{lang}.{ext}"
NAVIGATION_LINKS: dict[str, tuple[str, ...]] = {"en": ()}
NAVIGATION_ALT_LINKS: dict[str, tuple[str, ...]] = {"en": ()}
THEME = "tiny"
THEME_CONFIG: dict[str, dict[str, str]] = {"en": {}}
COMMENT_SYSTEM = ""
CONTENT_FOOTER = "Town Library"
GLOBAL_CONTEXT: dict[str, str] = {}
GLOBAL_CONTEXT_FILLER: list[str] = []

POSTS = (("posts/*.md", "posts", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": [".md"]}
MARKDOWN_EXTENSIONS = [
    "markdown.extensions.extra",
    "markdown.extensions.toc",
    "markdown.extensions.smarty",
]

STRIP_INDEXES = True
PRETTY_URLS = True
INDEX_DISPLAY_POST_COUNT = 10
INDEX_TEASERS = False
INDEX_READ_MORE_LINK = ""
SHOW_INDEX_PAGE_NAVIGATION = False
SHOW_SOURCELINK = False
TAG_PATH = "tags"
TAG_PAGES_ARE_INDEXES = False

GENERATE_RSS = True
GENERATE_ATOM = False
FEED_LENGTH = 20
FEED_TEASERS = False
FEED_READ_MORE_LINK = ""
RSS_COPYRIGHT = "Town Library"
RSS_COPYRIGHT_PLAIN = "Town Library"
DISABLE_TAG_RSS = True
TAG_GENERATE_RSS = False
TAG_INDEXES_RSS = False

COPY_SOURCES = False
CREATE_MONTHLY_ARCHIVE = False
CREATE_SINGLE_ARCHIVE = False
ENABLE_AUTHOR_PAGES = False
GZIP_FILES = False
USE_BUNDLES = False
FILES_FOLDERS: dict[str, str] = {}
GALLERY_FOLDERS: dict[str, str] = {}
IMAGE_FOLDERS: dict[str, str] = {}
LISTINGS_FOLDERS: dict[str, str] = {}
DISABLED_PLUGINS = [
    "classify_archive",
    "classify_authors",
    "classify_categories",
    "classify_sections",
    "copy_files",
    "create_bundles",
    "render_galleries",
    "render_listings",
    "robots",
    "scale_images",
]
