// Search, tables that sort, and charts. Pages are opened from disk, so nothing here loads anything.
"use strict";

const root = document.documentElement.dataset.root;

function find(query, limit) {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!terms.length) return [];
  const hits = [];
  for (const entry of window.searchEntries) {
    const [kind, name, about] = entry;
    const text = `${kind} ${name} ${about}`.toLowerCase();
    if (!terms.every((term) => text.includes(term))) continue;
    // Whole words come before parts of others, and what is called so before what merely mentions it.
    const words = new Set(text.split(/[\s,]+/));
    const parts = terms.filter((term) => !words.has(term)).length;
    hits.push({ entry, rank: 2 * parts + (name.toLowerCase().startsWith(terms[0]) ? 0 : 1) });
  }
  return hits.sort((a, b) => a.rank - b.rank).slice(0, limit).map((hit) => hit.entry);
}

function showHits(list, hits) {
  list.replaceChildren(
    ...hits.map(([kind, name, about, page]) => {
      const link = document.createElement("a");
      link.href = root + page;
      const more = document.createElement("span");
      more.textContent = ` ${kind}, ${about}`;
      link.append(name, more);
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
}

function setUpSearch(search) {
  const [input, list] = [search.querySelector("input"), search.querySelector("ul")];
  input.addEventListener("input", () => showHits(list, find(input.value, 30)));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") showHits(list, []);
    if (event.key === "Enter" && event.target === input) list.querySelector("a")?.click();
  });
  document.addEventListener("click", (event) => {
    if (!search.contains(event.target)) showHits(list, []);
  });
}

function key(row, column) {
  const text = row.cells[column].textContent.trim();
  const number = Number(text.replaceAll(",", "").replace("more than ", ""));
  return text === "" || text === "\u2013" ? null : Number.isNaN(number) ? text : number;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

function sortBy(table, heading) {
  const column = heading.cellIndex;
  const direction = heading.getAttribute("aria-sort") === "descending" ? "ascending" : "descending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction);
  const sign = direction === "ascending" ? 1 : -1;
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, value: key(row, column) }));
  // Cells without a value stay last, either way.
  rows.sort((a, b) => (a.value === null) - (b.value === null) || (a.value === null ? 0 : sign * compare(a.value, b.value)));
  table.tBodies[0].append(...rows.map(({ row }) => row));
}

function setUpTable(table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, heading));
    heading.append(button);
  }
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const [ink, soft, line] = ["--ink", "--soft", "--line"].map((name) => style.getPropertyValue(name).trim());
  const labels = { labelColor: soft, titleColor: ink, titleFontWeight: "normal" };
  // Okabe and Ito (2008), safe for colour-blind readers, lighter on dark ground.
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const category = dark
    ? ["#56B4E9", "#E69F00", "#2DBE95", "#E6A0C8", "#F0E442", "#FF8C4A", "#B0B8C0", "#C4B0FF", "#A8D96C", "#FF9DA7", "#8FD3D1"]
    : ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555", "#882255", "#332288", "#999933", "#117733"];
  return {
    background: "transparent",
    view: { stroke: "transparent" },
    axis: { ...labels, gridColor: line, domainColor: soft, tickColor: soft },
    legend: { ...labels, orient: "bottom", columns: Math.max(1, Math.floor(innerWidth / 220)), symbolLimit: 60, symbolOpacity: 1 },
    range: { category },
    rule: { color: ink },
  };
}

function drawCharts() {
  for (const place of document.querySelectorAll(".chart")) {
    const spec = JSON.parse(place.nextElementSibling.textContent);
    vegaEmbed(place, { ...spec, config: colours() }, { actions: false, renderer: "svg", mode: "vega-lite" });
  }
}

document.querySelectorAll(".search").forEach(setUpSearch);
document.querySelectorAll("table.sortable").forEach(setUpTable);
drawCharts();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawCharts);
