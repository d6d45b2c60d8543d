const rows = [...document.querySelectorAll("#trackers tbody tr")];
const words = document.getElementById("words");
const only = document.getElementById("only");
const shown = document.getElementById("shown");
const texts = rows.map((row) => row.textContent.toLowerCase());
function filter() {
  const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  rows.forEach((row, at) => {
    const fits = (!only.value || row.dataset.category === only.value) && wanted.every((word) => texts[at].includes(word));
    row.hidden = !fits;
    count += fits ? 1 : 0;
  });
  shown.textContent = count + " of " + rows.length;
}
document.getElementById("filter").addEventListener("input", filter);
document.getElementById("filter").addEventListener("submit", (event) => event.preventDefault());
filter();
