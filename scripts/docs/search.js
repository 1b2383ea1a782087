// Looks for all words of the entry in the sections of the manual; headings count more than text.
"use strict";
(function () {
  const wanted = document.getElementById("wanted");
  const found = document.getElementById("found");
  const count = document.getElementById("count");
  const most = 12;
  const plain = (text) => text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss");
  const sections = ENTRIES.map(([address, page, title, words]) =>
    ({ address, page, title, head: plain(page + " " + title), words: plain(words) }));

  function weight(section, parts) {
    let sum = 0;
    for (const part of parts) {
      if (section.head.includes(part)) { sum += 10; } else if (section.words.includes(part)) { sum += 1; } else { return 0; }
    }
    return sum;
  }

  function item(section) {
    const link = document.createElement("a");
    link.href = section.address;
    link.textContent = section.title === section.page ? section.page : section.page + " – " + section.title;
    const line = document.createElement("li");
    line.append(link);
    return line;
  }

  function look() {
    const parts = plain(wanted.value).split(/\s+/).filter((part) => part.length > 1);
    const hits = parts.length ? sections.map((section) => [weight(section, parts), section]).filter(([sum]) => sum) : [];
    hits.sort((one, two) => two[0] - one[0]);
    found.replaceChildren(...hits.slice(0, most).map(([, section]) => item(section)));
    count.textContent = !parts.length ? "" : hits.length ? hits.length + " " + wanted.dataset.hits : wanted.dataset.none;
  }

  wanted.addEventListener("input", look);
  wanted.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { wanted.value = ""; look(); }
    if (event.key === "Enter" && found.firstChild) { found.querySelector("a").click(); }
  });
})();
