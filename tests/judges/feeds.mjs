// Reads feeds, whose paths are the arguments, as three consumers of feeds do, and writes what they make of
// them: for each consumer and path a list of entries, each with title, link, date, id, HTML and enclosures.
import { readFileSync } from "node:fs";
import { extractFromJson, extractFromXml } from "@extractus/feed-extractor";
import { parseFeed } from "feedsmith";
import Parser from "rss-parser";

const iso = (date) => (date ? new Date(date).toISOString() : "");

const rssParser = async (text) => {
  const feed = await new Parser().parseString(text);
  return feed.items.map((item) => ({
    title: item.title,
    link: item.link,
    date: iso(item.isoDate),
    id: item.guid ?? item.id,
    html: item["content:encoded"] ?? item.content,
    enclosure: item.enclosure?.url ?? "",
  }));
};

const smith = {
  rss: (item) => ({
    title: item.title,
    link: item.link,
    date: iso(item.pubDate),
    id: item.guid.value,
    html: item.content.encoded,
    enclosure: item.enclosures?.[0].url ?? "",
  }),
  atom: (entry) => ({
    title: entry.title.value ?? entry.title,
    link: entry.links.find((link) => (link.rel ?? "alternate") === "alternate").href,
    date: iso(entry.published),
    id: entry.id,
    html: entry.content.value ?? entry.content,
    enclosure: entry.links.find((link) => link.rel === "enclosure")?.href ?? "",
  }),
  json: (item) => ({
    title: item.title,
    link: item.url,
    date: iso(item.date_published),
    id: item.id,
    html: item.content_html,
    enclosure: item.attachments?.[0].url ?? "",
  }),
};

const feedsmith = async (text) => {
  const { format, feed } = parseFeed(text);
  return (feed.items ?? feed.entries).map(smith[format]);
};

const raw = (value) => (typeof value === "object" ? value["#text"] : value);

const feedExtractor = async (text) => {
  const options = {
    normalization: true,
    descriptionMaxLen: 0,
    getExtraEntryFields: (entry) => ({
      // it takes the last change of an Atom entry for the day on which it was published
      first: entry.published,
      html: raw(entry["content:encoded"] ?? entry.content_html ?? entry.content),
      enclosure:
        entry.enclosure?.["@_url"] ??
        entry.attachments?.[0].url ??
        [entry.link].flat().find((link) => link?.["@_rel"] === "enclosure")?.["@_href"] ??
        "",
    }),
  };
  const feed = text.startsWith("{")
    ? extractFromJson(JSON.parse(text), options)
    : extractFromXml(text, options);
  return feed.entries.map((entry) => ({ ...entry, date: iso(entry.first ?? entry.published) }));
};

const consumers = { "rss-parser": rssParser, feedsmith, "feed-extractor": feedExtractor };
const found = {};
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf-8");
  for (const [name, read] of Object.entries(consumers)) {
    if (name === "rss-parser" && path.endsWith(".json")) continue; // it reads XML only
    (found[name] ??= {})[path] = await read(text);
  }
}
process.stdout.write(JSON.stringify(found));
