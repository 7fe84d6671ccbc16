"use strict";
// Sorts and filters the table of students. Without it the table stands in the order in which it was written.
(() => {
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true });
  const table = document.getElementById("table-of-students");
  const form = document.getElementById("filters");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];

  // What is searched for is found whether or not it was typed with its dots and accents.
  const plain = (text) =>
    text.toLocaleLowerCase(language).normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ı", "i");
  const rows = [...body.rows].map((row) => ({
    row,
    keys: new Array(heads.length),
    text: plain(row.cells[0].textContent + "\n" + row.cells[1].textContent),
    states: row.dataset.is.split(" "),
  }));

  const key = (entry, column, isNumber) => {
    if (entry.keys[column] === undefined) {
      const text = entry.row.cells[column].textContent.trim();
      entry.keys[column] = isNumber ? (text === "" ? null : Number.parseFloat(text)) : text;
    }
    return entry.keys[column];
  };

  const sort = (column, sign) => {
    const isNumber = heads[column].classList.contains("n");
    const nothing = (value) => value === "" || value === null || Number.isNaN(value);
    rows.sort((one, other) => {
      const [a, b] = [key(one, column, isNumber), key(other, column, isNumber)];
      // What is empty stands last in either direction.
      if (nothing(a) || nothing(b)) return nothing(a) - nothing(b);
      return sign * (isNumber ? a - b : collator.compare(a, b));
    });
    body.append(...rows.map((entry) => entry.row));
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falls = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      sort(column, falls ? -1 : 1);
    });
  });

  const [search, state, count] = [form.elements.search, form.elements.state, form.elements.count];
  const filter = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of rows) {
      const fits =
        (state.value === "" || entry.states.includes(state.value)) && words.every((word) => entry.text.includes(word));
      entry.row.hidden = !fits;
      shown += fits;
    }
    count.value = count.dataset.text.replace("{shown}", shown).replace("{total}", rows.length);
  };
  search.addEventListener("input", filter);
  state.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  // A browser may bring back what stood in the form before.
  filter();
})();
