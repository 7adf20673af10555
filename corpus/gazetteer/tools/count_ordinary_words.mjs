// Prints in how many texts each county's short name stands as an ordinary word.
//
//   node count_ordinary_words.mjs DIVISIONS.tsv TEXTS.jsonl.gz [LEAST]
//
// A use is ordinary if no suffix (县, 市, 区, 自治…) follows, no name of a region that the county lies
// in stands right before, and no other word overlaps it (投资|中小企业 is no 资中; word_guard.h sees
// to those). In laws and regulations counties are hardly named, and each only in its own few, so a
// word in LEAST (default 4) or more of some 3,500 texts has another sense. Official names of two characters (和县, 应县) are counted too. The words, less
// those that are places after all, make the first part of data/ordinary_words.txt.
import fs from "node:fs";
import zlib from "node:zlib";

const [divisions, texts, least = "4"] = process.argv.slice(2);
const rows = fs.readFileSync(divisions, "utf8").split("\n").filter((line) => line && !line.startsWith("#"))
  .map((line) => line.split("\t"));
const bare = (name) => name.replace(/\*$/, "");
const names_of = new Map(); // significant -> names, to look for parents
const wanted = new Map(); // short name -> codes
for (const [code, official, short = ""] of rows) {
  const significant = code.length === 6 ? code.replace(/(00){1,2}$/, "") : code;
  names_of.set(significant, [bare(official), bare(short)].filter(Boolean));
  if (significant.length !== 6 || /^\d{4}7/.test(code)) continue;
  const word = short ? bare(short) : official.length === 2 ? bare(official) : "";
  if (word) wanted.set(word, [...(wanted.get(word) ?? []), significant]);
}
const longest = Math.max(...[...wanted.keys()].map((word) => word.length));
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const overlapped = (text, start, end) => {
  const from = Math.max(0, start - 6);
  for (const { index, segment } of segmenter.segment(text.slice(from, end + 6))) {
    const a = from + index, b = a + segment.length;
    if ((a < start && start < b) || (start < a && a < end && end < b)) return true;
  }
  return false;
};
const counts = new Map();
for (const line of zlib.gunzipSync(fs.readFileSync(texts)).toString("utf8").split("\n")) {
  if (!line) continue;
  const { text } = JSON.parse(line);
  const seen = new Set();
  for (let i = 0; i + 1 < text.length; ++i) {
    for (let length = 2; length <= longest; ++length) {
      const word = text.slice(i, i + length);
      const codes = wanted.get(word);
      if (!codes || /^(县|市|区|旗|州|镇|乡|自治|族)/.test(text.slice(i + length, i + length + 2))) continue;
      const before = text.slice(Math.max(0, i - 8), i);
      const parents = codes.flatMap((code) => [names_of.get(code.slice(0, 4)), names_of.get(code.slice(0, 2))]);
      if (parents.flat().some((parent) => parent && before.endsWith(parent))) continue;
      if (!seen.has(word) && !overlapped(text, i, i + length)) seen.add(word);
    }
  }
  for (const word of seen) counts.set(word, (counts.get(word) ?? 0) + 1);
}
const ordinary = [...counts].filter(([, count]) => count >= Number(least));
ordinary.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
for (const [word, count] of ordinary) console.log(`${word}\t${count}`);
