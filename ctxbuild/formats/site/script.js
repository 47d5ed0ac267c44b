"use strict";
// One script for every page. It asks for nothing over a network: what it needs comes as scripts.
(() => {
  const root = document.documentElement;
  const single = () => window.ctxbuildSingle !== undefined;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function made(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // Storage may be forbidden, and then throws.
  function remembered(key, value) {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch {
      return null;
    }
    return value;
  }

  // -- Light and dark: before anything is drawn.
  const THEME = "ctxbuild-theme";
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (prefersDark.matches ? "dark" : "light")) === "dark";
  const chosen = remembered(THEME);
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  function setUpTheme() {
    const button = byId("ui:theme");
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remembered(THEME, root.dataset.theme);
      show();
    });
    prefersDark.addEventListener("change", show);
    show();
  }

  // -- The page that is shown, in a file of its own or as a part of one.
  const shownPage = () => document.querySelector("main:not([hidden] *)");
  const shownData = () => (window.ctxbuildPages || {})[shownPage().dataset.page];
  const address = (slug, anchor) => {
    const name = encodeURIComponent(slug);
    if (single()) return anchor ? `#${name}:${encodeURIComponent(anchor)}` : `#${name}`;
    return `${name}.html${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;
  };

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  // Of a site in one file, the part that the address names is shown.
  function route() {
    const id = decoded(location.hash.slice(1));
    if (id.startsWith("ui:")) return;
    const parts = all(".part");
    const slug = id.split(":")[0];
    const part = parts.find((each) => each.id === slug) || parts[0];
    for (const each of parts) each.hidden = each !== part;
    for (const link of all("nav.tree a")) {
      if (decoded(link.hash.slice(1)) === part.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const place = id.includes(":") ? byId(id) : null;
    highlight();
    if (place) place.scrollIntoView({ behavior: "instant" });
    else scrollTo({ top: 0, behavior: "instant" });
    follow();
  }

  // -- Tree on small screens.
  function setUpMenu() {
    const button = byId("ui:menu");
    const tree = byId("ui:tree");
    const show = (shown) => {
      tree.classList.toggle("shown", shown);
      button.setAttribute("aria-expanded", String(shown));
    };
    button.addEventListener("click", () => show(!tree.classList.contains("shown")));
    tree.addEventListener("click", (event) => event.target.closest("a") && show(false));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && tree.classList.contains("shown")) {
        show(false);
        button.focus();
      }
    });
    const here = tree.querySelector("[aria-current]");
    if (here && here.offsetTop > tree.clientHeight) tree.scrollTop = here.offsetTop - 120;
  }

  // -- Contents: the heading that was passed last is marked.
  let marked = null;
  function follow() {
    const page = shownPage();
    const links = all("nav.contents a", page.parentElement);
    const line = 120;
    const atEnd = innerHeight + scrollY >= root.scrollHeight - 4 && scrollY > 0;
    let found = null;
    for (const link of links) {
      const heading = byId(decoded(link.hash.slice(1)));
      if (heading && (atEnd || heading.getBoundingClientRect().top < line)) found = link;
    }
    if (found === marked) return;
    if (marked) marked.classList.remove("here");
    if (found) found.classList.add("here");
    marked = found;
    if (found) {
      const list = found.closest("nav");
      const top = found.offsetTop - list.scrollTop;
      if (top < 60 || top > list.clientHeight - 60) list.scrollTop = found.offsetTop - 160;
    }
  }

  // -- Copying.
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = made("textarea", { "aria-label": "Text to copy" });
      area.value = text;
      (document.querySelector("dialog[open]") || document.body).append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  async function copyWith(button, text) {
    const label = [...button.childNodes];
    const done = await copied(text);
    if (button.classList.contains("done")) return;
    button.classList.add("done");
    button.replaceChildren(done ? "Copied" : "Not copied");
    byId("ui:said").textContent = done ? "Copied" : "Copying is not allowed here";
    setTimeout(() => {
      button.classList.remove("done");
      button.replaceChildren(...label);
    }, 1500);
  }

  function setUpCopying() {
    for (const button of all("[data-copy]")) {
      button.addEventListener("click", () => {
        const data = shownData();
        copyWith(button, (button.dataset.copy === "chat" ? data.chat : "") + data.markdown);
      });
    }
    for (const block of all(".code")) {
      const button = made("button", { type: "button", class: "button" }, "Copy");
      button.addEventListener("click", () =>
        copyWith(button, block.querySelector("code").textContent));
      block.append(button);
    }
  }

  // -- Dialogues: cited lines, and diagrams at their full size.
  function dialog(label, kind, ...children) {
    const element = made("dialog", { "aria-label": label, class: kind }, ...children);
    element.addEventListener("click", (event) => event.target === element && element.close());
    element.addEventListener("close", () => element.remove());
    document.body.append(element);
    element.showModal();
    return element;
  }

  function closing() {
    const button = made("button", { type: "button", class: "icon", "aria-label": "Close" }, "✕");
    button.addEventListener("click", () => button.closest("dialog").close());
    return button;
  }

  function showLines(place) {
    const [path, first, text, more] = shownData().cited[Number(place.dataset.cite)];
    const code = made("code");
    text.split("\n").forEach((line, number) => {
      code.append(made("span", { "data-line": first + number }, `${line}\n`));
    });
    if (more) code.append(made("span", { "data-line": "…" }, `${more} more lines\n`));
    const heading = made("div", { class: "title" }, made("span", {}, place.textContent));
    if (place.href) {
      const link = made("a", { href: place.href, rel: "noopener noreferrer" }, "Open source");
      heading.append(link);
    }
    heading.append(closing());
    const lines = made("pre", { class: "lines", tabindex: "0" }, code);
    dialog(`Lines of ${path}`, "source", heading, lines).querySelector(".icon").focus();
  }

  function setUpPlaces() {
    addEventListener("click", (event) => {
      const place = event.target.closest("[data-cite]");
      if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      showLines(place);
    });
    for (const figure of all(".drawing")) {
      const button = made("button", { type: "button", class: "button zoom" }, "Enlarge");
      button.addEventListener("click", () => {
        const canvas = figure.querySelector(".canvas").cloneNode(true);
        const name = figure.querySelector("figcaption").textContent;
        const heading = made("div", { class: "title" }, made("span", {}, name), closing());
        const shown = dialog(name, "large", heading, canvas);
        shown.addEventListener("click", (event) => event.target.closest("a") && shown.close());
      });
      figure.append(button);
    }
    for (const heading of all(".body :is(h2, h3, h4, h5, h6)[id]")) {
      const label = `Link to ${heading.textContent}`;
      const link = { class: "anchor", href: `#${encodeURIComponent(heading.id)}`, "aria-label": label };
      heading.append(made("a", link, "#"));
    }
  }

  // -- Terms of a text: the rules of ctxbuild.search.words.
  const WORD = /[\p{L}\p{Nl}\p{No}_][\p{L}\p{N}_]*|\p{Nd}+(?:\.\p{Nd}+)+|\p{Nd}{3,}/gu;
  const PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
  const UNSPACED =
    /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}]+/gu;
  const ENDINGS = [
    ["ation", 9, 3], ["ion", 7, 3], ["er", 6, 2], ["or", 7, 2], ["e", 5, 1], ["ment", 8, 4],
  ];
  const letters = (text) => Array.from(text);

  function singular(word) {
    if (/(?:ies|ied)$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
    if (/(?:sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2);
    if (word.endsWith("s") && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
    return word;
  }

  function stem(word) {
    if (word.length <= 3 || !/^[\0-\x7f]*$/.test(word)) return word;
    word = singular(word);
    for (const [ending, least] of [["ing", 6], ["ed", 5]]) {
      if (word.endsWith(ending) && word.length >= least) {
        word = word.slice(0, -ending.length);
        if (word.length > 3 && word.at(-1) === word.at(-2) && "bdfgmnprt".includes(word.at(-1)))
          word = word.slice(0, -1);
        break;
      }
    }
    for (const [ending, least, cut] of ENDINGS) {
      if (word.endsWith(ending) && word.length >= least) word = word.slice(0, -cut);
    }
    return word;
  }

  function parts(word) {
    const characters = letters(word);
    const shape = characters.map((each) => {
      if (each <= "\x7f") return each;
      if (/\p{L}/u.test(each)) return /\p{Uppercase}/u.test(each) ? "A" : "a";
      return "0";
    }).join("");
    return [...shape.matchAll(PART)].map((found) =>
      characters.slice(found.index, found.index + found[0].length).join(""));
  }

  function pairs(word) {
    const found = [];
    for (const [run] of word.matchAll(UNSPACED)) {
      const characters = letters(run);
      const last = Math.max(characters.length - 1, 1);
      for (let at = 0; at < last; at++) found.push(characters.slice(at, at + 2).join(""));
    }
    for (const rest of word.replace(UNSPACED, " ").split(" ").filter(Boolean))
      found.push(...terms(rest));
    return [...new Set(found)];
  }

  function terms(word) {
    if (word.search(UNSPACED) >= 0) return pairs(letters(word).slice(0, 400).join(""));
    if (letters(word).length > 80) return [];
    const pieces = parts(word);
    if (pieces.length < 2) return [stem(word.replace(/^_+|_+$/g, "").toLowerCase())];
    const whole = `=${word.replaceAll("_", "").toLowerCase()}`;
    if (pieces.length > 12) return [whole];
    const found = pieces.filter((piece) => letters(piece).length > 1);
    return [whole, ...new Set(found.map((piece) => stem(piece.toLowerCase())))];
  }

  const words = (text) => text.match(WORD) || [];
  const termsOf = (text) => words(text).flatMap(terms).filter(Boolean);
  window.ctxbuildTerms = { words, terms };

  // -- Search: BM25 over names and text, names worth more; the last word may be unfinished.
  const NAME_WORTH = 6;
  const KINDS = { page: 1.35, section: 1.0, heading: 1.0 };
  const MOST_HITS = 40;
  let index = null;

  function built({ pages, rows, common }) {
    const postings = new Map();
    const lengths = rows.map(([, , , name, text], number) => {
      const counts = new Map();
      const add = (term, worth) => counts.set(term, (counts.get(term) || 0) + worth);
      const named = termsOf(name);
      const told = termsOf(text);
      for (const term of named) add(term, NAME_WORTH);
      for (const term of told) add(term, 1);
      for (const [term, count] of counts) {
        if (!postings.has(term)) postings.set(term, []);
        postings.get(term).push([number, count]);
      }
      return NAME_WORTH * named.length + told.length;
    });
    const mean = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
    return { pages, rows, common: new Set(common), postings, lengths, mean,
      sorted: [...postings.keys()].sort() };
  }

  function beginningWith(prefix) {
    let low = 0;
    let high = index.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.sorted[middle] < prefix) low = middle + 1;
      else high = middle;
    }
    const found = [];
    while (low < index.sorted.length && index.sorted[low].startsWith(prefix) && found.length < 200)
      found.push(index.sorted[low++]);
    return found;
  }

  // What a word of a query stands for: terms with how well they meet it.
  function alternatives(word, unfinished) {
    const found = new Map();
    const own = terms(word).filter(Boolean);
    for (const term of own) found.set(term, term.startsWith("=") ? 1.6 : 1);
    if (unfinished) {
      const begun = word.replaceAll("_", "").toLowerCase();
      for (const term of [...beginningWith(begun), ...beginningWith(`=${begun}`)])
        if (!found.has(term)) found.set(term, 0.7);
    }
    return found;
  }

  function scored(word, unfinished) {
    const scores = new Map();
    const count = index.rows.length;
    for (const [term, worth] of alternatives(word, unfinished)) {
      const postings = index.postings.get(term) || [];
      const rarity = Math.log(1 + (count - postings.length + 0.5) / (postings.length + 0.5));
      for (const [row, number] of postings) {
        const length = 0.4 + 0.6 * (index.lengths[row] / index.mean);
        const score = worth * rarity * (number * 2.2) / (number + 1.2 * length);
        scores.set(row, Math.max(scores.get(row) || 0, score));
      }
    }
    return scores;
  }

  function search(query) {
    const asked = words(query);
    const told = asked.filter((word) => !index.common.has(word.toLowerCase()));
    const wanted = told.length ? told : asked;
    const open = /[\p{L}\p{N}_]$/u.test(query) ? wanted.length - 1 : -1;
    const lists = wanted.map((word, at) => scored(word, at === open));
    const sums = new Map();
    for (const list of lists)
      for (const [row, score] of list) {
        const [sum, met] = sums.get(row) || [0, 0];
        sums.set(row, [sum + score, met + 1]);
      }
    const whole = query.trim().toLowerCase();
    const ranked = [...sums].map(([row, [sum, met]]) => {
      const [, , kind, name] = index.rows[row];
      const plain = name.toLowerCase();
      const exact = plain === whole ? 3 : plain.startsWith(whole) ? 1.6 : 1;
      return [row, sum * exact * (KINDS[kind] || 1.15) * (met / lists.length) ** 2];
    });
    ranked.sort(([a, one], [b, other]) => other - one || a - b);
    return distinct(ranked.map(([row]) => index.rows[row])).slice(0, MOST_HITS);
  }

  function distinct(rows) {
    const seen = new Set();
    return rows.filter(([page, anchor, , name]) => {
      const key = JSON.stringify([page, anchor, name]);
      return !seen.has(key) && seen.add(key);
    });
  }

  // -- Marking what was looked for: words that share a term with the query, or begin with it.
  function pattern(query) {
    const wanted = words(query).filter((word) => word.length > 1);
    const told = index ? wanted.filter((word) => !index.common.has(word.toLowerCase())) : wanted;
    const chosen = told.length ? told : wanted;
    if (!chosen.length) return null;
    const stems = chosen.flatMap((word) => [word, ...terms(word).filter((t) => t && t[0] !== "=")]);
    const escaped = [...new Set(stems)].sort((a, b) => b.length - a.length)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(escaped.join("|"), "giu");
  }

  function withMarks(text, matching) {
    const pieces = document.createDocumentFragment();
    let at = 0;
    for (const found of matching ? text.matchAll(matching) : []) {
      pieces.append(text.slice(at, found.index), made("mark", {}, found[0]));
      at = found.index + found[0].length;
    }
    pieces.append(text.slice(at));
    return pieces;
  }

  function snippet(text, matching) {
    const found = matching ? text.search(matching) : -1;
    const begin = found > 60 ? text.indexOf(" ", found - 50) + 1 : 0;
    const cut = text.slice(begin, begin + 170);
    return (begin ? "… " : "") + cut + (begin + 170 < text.length ? " …" : "");
  }

  let sought = null;
  function highlight() {
    const matching = sought && pattern(sought);
    for (const mark of all(".body mark")) mark.replaceWith(...mark.childNodes);
    if (!matching) return;
    const body = shownPage().querySelector(".body");
    if (!body) return;
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) {
      const inside = walker.currentNode.parentElement;
      if (!inside.closest("svg, .anchor, .button")) nodes.push(walker.currentNode);
    }
    for (const node of nodes) {
      if (node.data.search(matching) >= 0) node.replaceWith(withMarks(node.data, matching));
    }
  }

  // -- The dialogue of the search.
  function loaded() {
    if (index) return Promise.resolve();
    const build = () => { index = built(window.ctxbuildSearch.index); };
    if (window.ctxbuildSearch) return Promise.resolve(build());
    return new Promise((resolve) => {
      const script = made("script", { src: "search-index.js" });
      script.addEventListener("load", () => resolve(build()));
      document.head.append(script);
    });
  }

  function hitLink([page, anchor, kind, name, text], query, matching) {
    const [slug, number, title] = index.pages[page];
    let href = address(slug, anchor);
    if (!single()) href = href.replace(".html", `.html?q=${encodeURIComponent(query)}`);
    const where = made("small", {}, `${number} ${title}`.trim());
    const link = made("a", { href, tabindex: "-1", role: "option", "aria-selected": "false" },
      made("span", { class: "kind" }, kind), made("strong", {}, withMarks(name, matching)));
    if (kind !== "page") link.append(where);
    if (text) link.append(made("small", {}, withMarks(snippet(text, matching), matching)));
    return link;
  }

  function openSearch() {
    if (document.querySelector("dialog[open]")) return;
    const input = made("input", { type: "text", placeholder: "Search names, headings and text",
      "aria-label": "Search", role: "combobox", "aria-controls": "ui:hits",
      "aria-expanded": "true", "aria-autocomplete": "list", autocomplete: "off",
      spellcheck: "false" });
    const hits = made("div", { class: "hits", id: "ui:hits", role: "listbox", "aria-label": "Results" });
    const hint = made("p", { class: "hint", role: "status" }, "↑ ↓ choose · Enter opens · Esc closes");
    const shown = dialog("Search", "finder", input, hits, hint);
    let at = 0;

    const choose = (place) => {
      const items = all("a", hits);
      if (!items.length) return;
      at = (place + items.length) % items.length;
      items.forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
      input.setAttribute("aria-activedescendant", items[at].id);
      items[at].scrollIntoView({ block: "nearest", behavior: "instant" });
    };
    const show = () => {
      const query = input.value;
      if (!index || !query.trim()) return hits.replaceChildren();
      const matching = pattern(query);
      const found = search(query);
      hits.replaceChildren(...found.map((row) => hitLink(row, query, matching)));
      all("a", hits).forEach((hit, number) => { hit.id = `ui:hit-${number}`; });
      hint.textContent = found.length
        ? `${found.length === MOST_HITS ? "First " : ""}${found.length} found · ↑ ↓ choose · Enter opens`
        : "Nothing found";
      choose(0);
    };
    const go = (link) => {
      sought = input.value;
      shown.close();
      const there = link.getAttribute("href");
      if (single() && there === location.hash) route();
      else location.href = there;
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const link = hits.querySelector("[aria-selected=true]");
      if (step) choose(at + step);
      else if (event.key === "Enter" && link) go(link);
      else return;
      event.preventDefault();
    });
    hits.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(link);
    });
    input.focus();
    loaded().then(show);
  }

  // -- Keys.
  function turn(relation) {
    const link = shownPage().querySelector(`[rel=${relation}]`);
    if (link) link.click();
  }

  function setUpKeys() {
    const pressed = {
      "/": openSearch,
      j: () => turn("next"),
      n: () => turn("next"),
      k: () => turn("prev"),
      p: () => turn("prev"),
    };
    addEventListener("keydown", (event) => {
      const typing = event.target.closest && event.target.closest("input, textarea, select, dialog");
      if ((event.ctrlKey || event.metaKey) && event.key === "k" && !typing) {
        event.preventDefault();
        openSearch();
      } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && pressed[event.key]) {
        event.preventDefault();
        pressed[event.key]();
      } else if (event.key === "Escape" && sought && !typing) {
        sought = null;
        highlight();
      }
    });
    byId("ui:search").addEventListener("click", openSearch);
  }

  function start() {
    document.body.append(made("div", { id: "ui:said", role: "status", class: "skip" }));
    setUpTheme();
    setUpMenu();
    setUpCopying();
    setUpPlaces();
    setUpKeys();
    if (single()) {
      addEventListener("hashchange", route);
      route();
    } else {
      sought = new URLSearchParams(location.search).get("q");
      highlight();
    }
    addEventListener("scroll", follow, { passive: true });
    follow();
  }
  addEventListener("DOMContentLoaded", start);
})();
