import { feedPlugin } from "@11ty/eleventy-plugin-rss";

const POSTS = "./src/posts/*.md";
const months = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });
const MONTHS = Array.from({ length: 12 }, (_, month) => months.format(Date.UTC(2000, month)));

const tagsOf = (posts) => [...new Set(posts.flatMap((post) => post.data.tags ?? []))].sort();

export default (config) => {
  config.addCollection("posts", (all) => all.getFilteredByGlob(POSTS));
  config.addCollection("newest", (all) => all.getFilteredByGlob(POSTS).reverse());
  config.addCollection("words", (all) => tagsOf(all.getFilteredByGlob(POSTS)));
  config.addFilter("long", (day) => `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`);
  config.addFilter("iso", (day) => day.toISOString());
  config.addFilter("day", (day) => day.toISOString().slice(0, 10));
  config.addPlugin(feedPlugin, {
    type: "rss",
    outputPath: "/index.xml",
    collection: { name: "posts", limit: 20 },
    metadata: {
      language: "en",
      title: "Town Library",
      base: "https://library.example.org/",
      author: { name: "Library" },
    },
  });
  return {
    dir: { input: "src", output: "out" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
};
