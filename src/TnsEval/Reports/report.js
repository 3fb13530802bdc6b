"use strict";
(() => {
  // The members of a case and of its text, in the order in which CaseData.cs writes them.
  const caseOf = ([id, repeat, result, label, severity, categories, language, tags, pair, outcome, verdict, rated, found, modelVerdict, flags, baseOutcome, baseVerdict, change]) =>
    ({ id, repeat, result, label, severity, categories, language, tags, pair, outcome, verdict, rated, found, modelVerdict, flags, baseOutcome, baseVerdict, change });
  const textOf = ([subject, thread, body, why, rationale, reason, baseRationale, evidence]) => ({ subject, thread, body, why, rationale, reason, baseRationale, evidence });

  const byId = (id) => document.getElementById(id);
  const pageSize = 50;
  const data = JSON.parse(byId("case-data").textContent);
  const names = data.names;
  const cases = data.cases.map(caseOf);
  const numberOf = new Map();
  cases.forEach((one, index) => { if (!numberOf.has(one.id)) numberOf.set(one.id, index); });
  const words = (name) => name.replaceAll("_", " ");
  const name = (kind, index) => (kind === "tag" ? names.tag[index] : words(names[kind][index]));

  // Every text on this page is set as text, never as markup.
  const element = (tag, properties, ...children) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(properties ?? {})) {
      if (key === "class") made.className = value; else made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };

  // ---- Colours: the system's until the reader says otherwise.
  const theme = byId("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const nameTheme = () => {
    theme.textContent = isDark() ? "Light colours" : "Dark colours";
  };
  theme.hidden = false;
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    nameTheme();
  });
  system.addEventListener("change", nameTheme);
  nameTheme();

  // ---- Print what is folded away on the screen, but for long lists of figures that nobody opened.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter((one) => one.querySelectorAll("tr").length < 60);
    opened.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));

  // ---- Filters
  const search = byId("search");
  const valuesOf = {
    result: (one) => [one.result],
    label: (one) => [one.label],
    category: (one) => [...one.categories, ...one.found.filter((_, at) => at % 2 === 0)],
    language: (one) => [one.language],
    outcome: (one) => [one.outcome],
    tag: (one) => one.tags,
    change: (one) => (one.change === undefined ? [] : [one.change]),
  };
  const selects = Object.keys(valuesOf).filter((kind) => byId(`filter-${kind}`)).map((kind) => [kind, byId(`filter-${kind}`)]);
  for (const [kind, select] of selects) {
    const counts = new Map();
    for (const one of cases) for (const value of new Set(valuesOf[kind](one))) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const value of [...counts.keys()].sort((a, b) => a - b)) {
      select.append(element("option", { value }, `${name(kind, value)} (${counts.get(value).toLocaleString("en")})`));
    }
  }

  let haystacks = null;
  const haystackOf = (one, index) => {
    const text = data.texts ? textOf(data.texts[index]) : null;
    return [
      one.id, one.pair ?? "", name("result", one.result), name("label", one.label), names.language[one.language], name("outcome", one.outcome),
      one.verdict < 0 ? "" : name("verdict", one.verdict), ...one.categories.map((at) => names.category[at]), ...one.tags.map((at) => names.tag[at]),
      ...(text ? [text.subject, text.body, ...text.thread, text.why, text.rationale, text.reason, ...text.evidence.filter((part) => typeof part === "string")] : []),
    ].filter(Boolean).join("\n").toLowerCase();
  };

  let shown = cases.map((_, index) => index);
  let page = 0;
  let active = 0;

  const applyFilters = () => {
    const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (terms.length > 0) haystacks ??= cases.map(haystackOf);
    const wanted = selects.filter(([, select]) => select.value !== "").map(([kind, select]) => [valuesOf[kind], Number(select.value)]);
    shown = [];
    for (let index = 0; index < cases.length; index++) {
      if (wanted.every(([values, value]) => values(cases[index]).includes(value)) && terms.every((term) => haystacks[index].includes(term))) shown.push(index);
    }
    page = 0;
    active = 0;
    drawPage();
  };

  // ---- One page of the list
  const rows = byId("case-rows");
  const pages = () => Math.max(1, Math.ceil(shown.length / pageSize));
  const badge = (one) => element("span", { class: `badge ${names.result[one.result]}` }, name("result", one.result));
  const label = (one) => `${name("label", one.label)}, ${name("severity", one.severity)}`;
  const verdict = (one) => (one.verdict < 0 ? name("outcome", one.outcome) : name("verdict", one.verdict));
  const found = (one) => {
    const parts = [];
    for (let at = 0; at < one.found.length; at += 2) parts.push(`${name("category", one.found[at])} ${name("severity", one.found[at + 1])}`);
    return parts.join(", ");
  };
  const titleOf = (one) => `${one.id}${data.repeats ? ` · repeat ${one.repeat + 1}` : ""}`;

  const drawPage = () => {
    const from = page * pageSize;
    rows.replaceChildren(...shown.slice(from, from + pageSize).map((index, at) => {
      const one = cases[index];
      const open = element("button", { type: "button", class: "open", tabindex: from + at === active ? "0" : "-1", "aria-haspopup": "dialog" }, titleOf(one));
      const row = element("tr", {},
        element("th", { scope: "row" }, open),
        element("td", {}, badge(one), one.change ? element("span", { class: `tag ${names.change[one.change]}` }, name("change", one.change)) : null),
        element("td", {}, label(one)), element("td", {}, verdict(one)), element("td", {}, found(one)),
        element("td", {}, names.language[one.language]), element("td", { class: "tags" }, one.tags.map((tag) => name("tag", tag)).join(", ")));
      row.addEventListener("click", () => {
        if (String(getSelection()) === "") openAt(from + at);
      });
      return row;
    }));
    const counted = shown.length.toLocaleString("en");
    byId("count").textContent = shown.length === 0
      ? "No case matches."
      : `${counted} of ${cases.length.toLocaleString("en")} ${data.repeats ? "answers" : "cases"}${shown.length > pageSize ? `, ${from + 1} to ${Math.min(from + pageSize, shown.length)} on this page` : ""}`;
    byId("page").textContent = `Page ${page + 1} of ${pages()}`;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page + 1 >= pages();
    byId("pages").hidden = pages() === 1;
    byId("case-list").hidden = shown.length === 0;
  };

  const show = (position) => {
    active = Math.max(0, Math.min(shown.length - 1, position));
    const wanted = Math.floor(active / pageSize);
    if (wanted !== page || rows.children.length === 0) {
      page = wanted;
      drawPage();
    }
    rows.querySelectorAll("button.open").forEach((button, at) => { button.tabIndex = page * pageSize + at === active ? 0 : -1; });
    return rows.querySelectorAll("button.open")[active - page * pageSize];
  };
  const focusOn = (position) => {
    const button = show(position);
    button?.focus({ preventScroll: true });
    button?.closest("tr").scrollIntoView({ block: "nearest" });
  };
  const turn = (to) => focusOn(Math.max(0, Math.min(pages() - 1, to)) * pageSize);

  const moves = {
    ArrowDown: () => focusOn(active + 1), j: () => focusOn(active + 1),
    ArrowUp: () => (active === 0 ? search.focus() : focusOn(active - 1)), k: () => focusOn(active - 1),
    PageDown: () => turn(page + 1), PageUp: () => turn(page - 1),
    Home: () => focusOn(0), End: () => focusOn(shown.length - 1),
  };
  const press = (keys, event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };
  rows.addEventListener("keydown", (event) => press(moves, event));
  rows.addEventListener("focusin", (event) => {
    const at = [...rows.querySelectorAll("button.open")].indexOf(event.target);
    if (at >= 0) show(page * pageSize + at);
  });
  byId("previous").addEventListener("click", () => turn(page - 1));
  byId("next").addEventListener("click", () => turn(page + 1));
  search.addEventListener("keydown", (event) => press({
    ArrowDown: () => shown.length > 0 && focusOn(active),
    Enter: () => shown.length > 0 && focusOn(active),
    Escape: () => { search.value = ""; applyFilters(); },
  }, event));
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea, dialog") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });
  const filters = byId("filters");
  filters.addEventListener("input", applyFilters);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(applyFilters));

  // ---- One case
  const dialog = byId("case");
  // Characters that hide, or turn the direction of what follows, are shown by their number.
  const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;
  const plain = (text) => {
    const pieces = [];
    const unix = text.replace(/\r\n?/g, "\n");
    let from = 0;
    for (const match of unix.matchAll(hidden)) {
      pieces.push(unix.slice(from, match.index), element("span", { class: "hidden-character" }, `U+${match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`));
      from = match.index + match[0].length;
    }
    pieces.push(unix.slice(from));
    return pieces;
  };
  const quoted = (text, ranges) => {
    const pieces = [];
    let from = 0;
    for (const [start, end] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      if (end <= from || start >= text.length) continue;
      pieces.push(...plain(text.slice(from, Math.max(from, start))), element("mark", {}, ...plain(text.slice(Math.max(from, start), end))));
      from = end;
    }
    return element("div", { class: "ticket", dir: "auto" }, ...pieces, ...plain(text.slice(from)));
  };
  const evidenceOf = (text) => {
    const list = [];
    for (let at = 0; at < text.evidence.length; at += 2) {
      const [use, speaker, category, part, thread, start, length] = text.evidence[at + 1];
      list.push({ quote: text.evidence[at], use, speaker, category, part, thread, range: [start, start + length] });
    }
    return list;
  };
  const fact = (term, ...values) => (values.every((value) => value === "" || value === null || value === undefined) ? null : element("div", {}, element("dt", {}, term), element("dd", {}, ...values)));
  const part = (title, ...content) => element("section", {}, element("h4", {}, title), ...content);
  const caseLink = (id) => (numberOf.has(id) ? element("a", { class: "case-link", href: `#case-${encodeURIComponent(id)}` }, id) : id);

  const describe = (one, index) => {
    const body = [element("dl", { class: "facts" },
      fact("Result", badge(one)),
      fact("Label", `${name("label", one.label)}, severity ${name("severity", one.severity)}`, one.categories.length > 0 ? ` (${one.categories.map((at) => name("category", at)).join(", ")})` : ""),
      fact("Verdict", verdict(one), one.rated < 0 ? "" : `, severity ${name("severity", one.rated)}`, one.verdict >= 0 && one.modelVerdict !== one.verdict ? ` (the model said ${name("verdict", one.modelVerdict)})` : ""),
      fact("Found", found(one)),
      fact("Asks for", [(one.flags & 1) ? "a person" : "", (one.flags & 2) ? "something of the model: an injection" : ""].filter(Boolean).join("; ")),
      fact("Language", names.language[one.language]),
      fact("Stress tags", one.tags.map((tag) => name("tag", tag)).join(", ")),
      fact("Twin", one.pair === null ? "" : caseLink(one.pair)),
      one.change === undefined ? null : fact("Baseline", one.baseVerdict < 0 ? name("outcome", one.baseOutcome) : name("verdict", one.baseVerdict), one.change ? `, so since then ${name("change", one.change)}` : ""))];
    if (data.texts) {
      const text = textOf(data.texts[index]);
      const evidence = evidenceOf(text);
      const ranges = (at, thread) => evidence.filter((item) => item.part === at && item.thread === thread).map((item) => item.range);
      if (text.body !== null) {
        body.push(part("Ticket",
          element("p", { class: "subject", dir: "auto" }, ...quoted(text.subject, ranges(0, 0)).childNodes),
          ...text.thread.flatMap((piece, at) => (at % 2 === 0 ? [element("p", { class: "from" }, `earlier, ${piece}`)] : [quoted(piece, ranges(2, (at - 1) / 2))])),
          text.thread.length > 0 ? element("p", { class: "from" }, "newest") : null,
          quoted(text.body, ranges(1, 0))));
        body.push(part("Why this label", element("p", {}, ...plain(text.why))));
      }
      if (evidence.length > 0) {
        body.push(part("Evidence", element("ul", {}, ...evidence.map((item) => element("li", {},
          element("q", { dir: "auto" }, ...(item.quote === null ? ["kept as a hash in the journal"] : plain(item.quote))),
          ` ${name("use", item.use)}, ${name("speaker", item.speaker)}${item.category < 0 ? "" : `, ${name("category", item.category)}`}`)))));
      }
      for (const [title, words] of [["Rationale", text.rationale], ["No assessment because", text.reason], ["Rationale of the baseline", text.baseRationale]]) {
        if (words !== null) body.push(part(title, element("p", { dir: "auto" }, ...plain(words))));
      }
    }
    return body;
  };

  let reading = 0;
  const fillCase = (position) => {
    show(position);
    reading = active;
    const index = shown[active];
    byId("case-title").textContent = titleOf(cases[index]);
    byId("case-body").replaceChildren(...describe(cases[index], index));
    byId("case-previous").disabled = active === 0;
    byId("case-next").disabled = active + 1 >= shown.length;
    dialog.scrollTop = 0;
  };
  const openAt = (position) => {
    if (position < 0 || position >= shown.length) return;
    fillCase(position);
    history.replaceState(null, "", `#case-${encodeURIComponent(cases[shown[active]].id)}`);
    if (!dialog.open) dialog.showModal();
    byId("case-title").focus();
  };
  const openCase = (id) => {
    const index = numberOf.get(id);
    if (index === undefined) return false;
    if (!shown.includes(index)) {
      filters.querySelectorAll("select, input").forEach((control) => { control.value = ""; });
      applyFilters();
    }
    openAt(shown.indexOf(index));
    return true;
  };
  rows.addEventListener("click", (event) => {
    const at = [...rows.querySelectorAll("button.open")].indexOf(event.target);
    if (at >= 0) {
      event.stopPropagation();
      openAt(page * pageSize + at);
    }
  });
  byId("case-previous").addEventListener("click", () => openAt(active - 1));
  byId("case-next").addEventListener("click", () => openAt(active + 1));
  byId("case-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => press({ j: () => openAt(active + 1), k: () => openAt(active - 1), ArrowRight: () => openAt(active + 1), ArrowLeft: () => openAt(active - 1) }, event));
  let openedFrom = null;
  dialog.addEventListener("close", () => {
    history.replaceState(null, "", "#cases");
    if (openedFrom?.isConnected) openedFrom.focus(); else focusOn(reading);   // the browser gave the focus to the case that was opened first
    openedFrom = null;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.case-link");
    if (link && openCase(decodeURIComponent(link.hash.slice("#case-".length)))) {
      event.preventDefault();
      openedFrom = dialog.contains(link) ? openedFrom : link;
    }
  });
  const openFromAddress = () => {
    if (location.hash.startsWith("#case-")) openCase(decodeURIComponent(location.hash.slice("#case-".length)));
  };
  addEventListener("hashchange", openFromAddress);

  byId("filters").hidden = false;
  byId("keys").hidden = false;
  drawPage();
  openFromAddress();
})();
