// A field above each long table that shows only the rows that contain what is typed.
for (const table of document.querySelectorAll(".md-typeset table")) {
  const rows = [...table.querySelectorAll("tbody tr")];
  if (rows.length < 25) continue;
  const field = document.createElement("input");
  field.className = "filter";
  field.type = "search";
  field.placeholder = `Filter ${rows.length} rows`;
  field.setAttribute("aria-label", field.placeholder);
  const texts = rows.map((row) => row.textContent.toLowerCase());
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    rows.forEach((row, i) => { row.hidden = !words.every((word) => texts[i].includes(word)); });
  });
  (table.closest(".md-typeset__scrollwrap") ?? table).before(field);
}
