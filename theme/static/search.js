// The search page. Pagefind finds the articles; what it gives is shown as text, never as HTML.
const AT_ONCE = 5;
const PAUSE = 300; // milliseconds after the last key

const form = document.querySelector("form.search");
const status = document.querySelector(".search__status");
const list = document.querySelector(".search__results");
const more = document.querySelector(".search__more");
const facts = JSON.parse(form.dataset.facts);
const tag = document.documentElement.lang;
const labels = new Map([...form.sector.options].map((option) => [option.value, option.text]));

let engine;
let turn = 0;
let waiting;
let pending = [];

function load() {
  engine ??= import(`${facts.index}pagefind.js`)
    .then(async ({ createInstance }) => {
      const made = createInstance({ basePath: facts.index, baseUrl: facts.base, noWorker: true, excerptLength: 30 });
      await made.init();
      return made;
    })
    .catch((error) => {
      engine = undefined;
      throw error;
    });
  return engine;
}

// As kawat/affixes.py cuts the words of the index.
export function cut(word, hasPrefix, hasSuffix) {
  const { prefixes, suffixes, shortest } = facts.affixes;
  const longest = (affixes, fits) => Math.max(0, ...affixes.filter(fits).map((affix) => affix.length));
  const room = word.length - shortest;
  const before = hasPrefix ? longest(prefixes, (one) => one.length <= room && word.startsWith(one)) : 0;
  const after = hasSuffix ? longest(suffixes, (one) => one.length <= room - before && word.endsWith(one)) : 0;
  return word.slice(before, word.length - after);
}

// What is typed, then its words without what may stand before them, after them, or both.
function vary(words) {
  const typed = words.replace(/[\uff01-\uffef]+/g, (run) => run.normalize("NFKC")).normalize("NFC").trim();
  const { prefixes, suffixes } = facts.affixes;
  if (/^".+"$/.test(typed) || !(prefixes.length + suffixes.length)) return [typed];
  const plain = typed.replace(/\p{Mn}/gu, "").toLowerCase().replaceAll("'", "’");
  const ways = [[true, false], [false, true], [true, true]];
  const cutBy = (way) => plain.replace(/\p{L}+(?:’\p{L}+)*/gu, (word) => cut(word, ...way));
  return [...new Set([typed, ...ways.map(cutBy)])];
}

export async function find(words, sector) {
  const { search } = await load();
  const filters = { language: tag, ...(sector && { sector }) };
  const answers = await Promise.all(vary(words).map((one) => search(one, { filters })));
  const best = new Map();
  for (const result of answers.flatMap(({ results }) => results)) {
    if (!(best.get(result.id)?.score >= result.score)) best.set(result.id, result);
  }
  return [...best.values()].sort((one, other) => other.score - one.score);
}

function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// Pagefind's excerpt is the text with &lt; and &gt; for its angles, and <mark> round what was found.
function* readExcerpt(excerpt) {
  for (const piece of excerpt.split(/(<mark>.*?<\/mark>)/s)) {
    const text = piece.replace(/<\/?mark>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    yield piece.startsWith("<mark>") ? make("mark", "", text) : text;
  }
}

function show({ url, meta, excerpt, filters }) {
  const link = make("a", "", make("bdi", "", meta.title));
  link.href = url;
  const day = make("time", "", meta.day);
  day.dateTime = meta.date;
  const sectors = (filters.sector ?? []).map((id) => labels.get(id)).filter(Boolean);
  const article = make("article", "teaser", make("h2", "teaser__title", link));
  article.append(make("p", "teaser__summary", ...readExcerpt(excerpt)));
  article.append(make("p", "teaser__meta", day, ...sectors.map((label) => make("span", "", label))));
  return make("li", "", article);
}

export function count(number) {
  const text = facts.counts[new Intl.PluralRules(tag).select(number)] ?? facts.counts.other;
  return text.replace("%(count)s", new Intl.NumberFormat(tag, { numberingSystem: "latn", useGrouping: "always" }).format(number));
}

async function showMore(own) {
  const next = await Promise.all(pending.slice(0, AT_ONCE).map((result) => result.data()));
  if (own !== turn) return undefined;
  pending = pending.slice(AT_ONCE);
  const items = next.map(show);
  list.append(...items);
  more.hidden = !pending.length;
  return items[0];
}

async function run() {
  clearTimeout(waiting);
  const own = ++turn;
  const words = form.q.value.trim();
  const sector = form.sector.value;
  remember(words, sector);
  if (!words) return clear("");
  status.textContent = facts.searching;
  try {
    const found = await find(words, sector);
    if (own !== turn) return undefined;
    clear(found.length ? count(found.length) : facts.nothing);
    pending = found;
    await showMore(own);
  } catch (error) {
    if (own === turn) clear(facts.failed);
  }
  return undefined;
}

function clear(said) {
  status.textContent = said;
  list.replaceChildren();
  more.hidden = true;
}

// The words stand in the address, so that a search can be bookmarked, sent, and come back to.
function remember(words, sector) {
  const query = new URLSearchParams(Object.entries({ q: words, sector }).filter(([, value]) => value)).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

function start() {
  const asked = new URLSearchParams(location.search);
  form.q.value = asked.get("q") ?? "";
  form.sector.value = labels.has(asked.get("sector")) ? asked.get("sector") : "";
  form.hidden = false;
  form.q.addEventListener("focus", () => load().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, PAUSE);
  });
  more.addEventListener("click", async () => {
    const first = await showMore(turn);
    first?.querySelector("a").focus();
  });
  if (form.q.value) run();
}

start();
