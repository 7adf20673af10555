#include <algorithm>
#include <iostream>
#include <map>
#include <tuple>

#include "app/command.h"
#include "app/json_shapes.h"
#include "app/region_names.h"
#include "corpus/file_name.h"

namespace zhengce::app {
namespace {

// Sections of other articles that say nearly the same, with their articles; by section of the
// article.
using Reprints = std::map<std::uint32_t, std::vector<std::pair<SectionRef, Article>>>;

Result<Reprints> reprints_of(const GraphReader& graph, const ArticleId& id) {
  Reprints reprints;
  const auto sketches = graph.sketches(id);
  if (!sketches) return sketches.error();
  for (const SectionSketch& sketch : *sketches) {
    if (!sketch.group) continue;
    const auto members = graph.group_members(*sketch.group);
    if (!members) return members.error();
    for (const SectionRef& member : *members) {
      if (member.article == id) continue;
      auto stored = graph.article(member.article, false);
      if (!stored) return stored.error();
      if (*stored) reprints[sketch.section].emplace_back(member, std::move((*stored)->article));
    }
  }
  return reprints;
}

Json reprints_json(const Reprints& reprints, std::uint32_t section) {
  Json list = Json::array();
  const auto there = reprints.find(section);
  if (there == reprints.end()) return list;
  for (const auto& [ref, article] : there->second) {
    const Source first = article.sources.empty() ? Source{} : article.sources.front();
    Json one = {{"article", ref.article.hex()},       {"section", ref.section},
                {"key", text_or_null(first.key)},     {"title", article.title},
                {"source", text_or_null(first.name)}, {"date", date_or_null(article.date())},
                {"url", text_or_null(first.url)},     {"path", text_or_null(first.path)}};
    if (is_invented(article.title)) one["invented"] = true;
    list.push_back(std::move(one));
  }
  return list;
}

Json article_json(const StoredArticle& stored, const Reprints& reprints) {
  const Article& article = stored.article;
  Json sources = Json::array();
  for (const auto& source : article.sources) {
    sources.push_back({{"key", text_or_null(source.key)},
                       {"url", text_or_null(source.url)},
                       {"path", text_or_null(source.path)},
                       {"source", text_or_null(source.name)}});
  }
  Json sections = Json::array();
  for (const auto& section : article.sections) {
    Json about = Json::array();
    for (const auto& code : section.about) {
      if (const auto region = Gazetteer::builtin().find_code(code))
        about.push_back(place_json(*region));
    }
    sections.push_back({{"n", section.n},
                        {"heading", text_or_null(section.heading)},
                        {"about", about},
                        {"subject_org", text_or_null(section.subject_org)},
                        {"contributor", text_or_null(section.contributor)},
                        {"start", section.span.start},
                        {"end", section.span.end},
                        {"reprints", reprints_json(reprints, section.n)}});
  }
  const Source first = article.sources.empty() ? Source{} : article.sources.front();
  Json json = {{"type", "article"},
               {"article", article.id.hex()},
               {"key", text_or_null(first.key)},
               {"title", article.title},
               {"source", text_or_null(first.name)},
               {"number", text_or_null(article.number)},
               {"issuer", text_or_null(article.issuer)},
               {"category", text_or_null(article.category)},
               {"status", text_or_null(article.status)},
               {"date", date_or_null(article.date())},
               {"signed", date_or_null(article.signed_on)},
               {"published", date_or_null(article.published)},
               {"effective", date_or_null(article.effective)},
               {"retrieved", date_or_null(article.retrieved)},
               {"url", text_or_null(first.url)},
               {"path", text_or_null(first.path)},
               {"sources", sources},
               {"current", stored.current},
               {"text", article.text},
               {"sections", sections}};
  if (is_invented(article.title)) json["invented"] = true;
  return json;
}

void print_article(const StoredArticle& stored, const Reprints& reprints) {
  const Article& article = stored.article;
  std::cout << bold(article.title) << "\n" << dim(article.id.hex()) << "\n";
  const auto fact = [](const char* name, const std::string& value) {
    if (!value.empty()) std::cout << "  " << pad(name, 14) << value << "\n";
  };
  const auto date = [&](const char* name, const std::optional<Date>& value) {
    if (value) fact(name, value->iso());
  };
  fact(_("number"), article.number);
  fact(_("issuer"), article.issuer);
  fact(_("status"), article.status);
  date(_("signed"), article.signed_on);
  date(_("published"), article.published);
  date(_("effective"), article.effective);
  for (const auto& source : article.sources) {
    fact(_("source"), source.name);
    fact(_("key"), source.key);
    fact(_("url"), source.url);
    fact(_("path"), shown_name(source.path));
  }
  if (!stored.current) std::cout << "  " << _("a newer version is shown in its place") << "\n";
  const std::u32string text = decode_utf8(article.text);
  for (const auto& section : article.sections) {
    std::string about = section.subject_org;
    for (const auto& code : section.about) {
      const auto region = Gazetteer::builtin().find_code(code);
      if (region) about += (about.empty() ? "" : "、") + clear_name(*region);
    }
    std::cout << "\n"
              << bold(fmt::format("#{} {}", section.n,
                                  section.heading.empty() ? "" : section.heading));
    if (!about.empty()) std::cout << "  " << dim(message(_("about {}"), about));
    std::cout << "\n";
    for (const Span span : indexed_spans(article, section)) {
      for (const Span piece : split_lines(slice(text, span))) {
        const auto written = trim(slice(slice(text, span), piece));
        if (written.empty() || encode_utf8(written) == section.heading) continue;
        std::cout << wrap(encode_utf8(written), terminal_width(), 2) << "\n";
      }
    }
    if (!section.contributor.empty()) {
      std::cout << "  " << dim(message(_("sent in by {}"), section.contributor)) << "\n";
    }
    if (const auto others = reprints.find(section.n); others != reprints.end()) {
      std::cout << "  " << dim(_("nearly the same in:")) << "\n";
      for (const auto& [ref, other] : others->second) {
        std::string line = other.title;
        if (other.date()) line += ", " + other.date()->iso();
        if (!other.sources.empty() && !other.sources.front().name.empty()) {
          line += ", " + other.sources.front().name;
        }
        line += fmt::format("  [{}#{}]", ref.article.hex().substr(0, 8), ref.section);
        std::cout << wrap(dim(line), terminal_width(), 4) << "\n";
      }
    }
  }
}

// All texts found at a key or URL of the article, the newest first.
Result<std::vector<StoredArticle>> versions_of(const GraphReader& graph, const Article& article) {
  std::map<ArticleId, StoredArticle> found;
  for (const Source& source : article.sources) {
    if (source.key.empty() && source.url.empty()) continue;
    const auto ids = graph.articles_at(Place::encode(source));
    if (!ids) return ids.error();
    for (const ArticleId& id : *ids) {
      auto stored = graph.article(id, false);
      if (!stored) return stored.error();
      if (*stored) found.emplace(id, std::move(**stored));
    }
  }
  std::vector<StoredArticle> versions;
  for (auto& [id, stored] : found) versions.push_back(std::move(stored));
  std::sort(versions.begin(), versions.end(), [](const StoredArticle& a, const StoredArticle& b) {
    const auto order = [](const StoredArticle& one) {
      const auto date = one.article.date();
      return std::make_tuple(one.current, date ? date->number() : 0, one.article.id);
    };
    return order(b) < order(a);
  });
  return versions;
}

void print_versions(const std::vector<StoredArticle>& versions, bool json) {
  for (const StoredArticle& version : versions) {
    const Article& article = version.article;
    if (json) {
      Json line = {{"type", "version"},
                   {"article", article.id.hex()},
                   {"title", article.title},
                   {"date", date_or_null(article.date())},
                   {"current", version.current}};
      if (is_invented(article.title)) line["invented"] = true;
      print_json(line);
    } else {
      std::cout << (version.current ? "* " : "  ") << article.id.hex() << "  "
                << pad(article.date() ? article.date()->iso() : "", 10) << "  " << article.title
                << "\n";
    }
  }
}

// Of a month or a year.
std::uint32_t last_day(const Date& date) {
  return date.number() + (date.month == 0 ? 1200 : 0) + (date.day == 0 ? 31 : 0);
}

// The version that was the newest on that day: of those published (else signed) by then the last.
Result<std::optional<ArticleId>> version_at(const GraphReader& graph, const Article& article,
                                            const Date& day) {
  auto versions = versions_of(graph, article);
  if (!versions) return versions.error();
  std::optional<std::pair<std::uint32_t, ArticleId>> newest;
  const auto consider = [&](const Article& one) {
    const auto date = one.published ? one.published : one.date();
    if (!date || last_day(*date) > last_day(day)) return;
    newest = std::max(newest, std::optional(std::make_pair(last_day(*date), one.id)));
  };
  for (const StoredArticle& version : *versions) consider(version.article);
  if (versions->empty()) consider(article);
  if (!newest) return std::optional<ArticleId>();
  return std::optional(newest->second);
}

}  // namespace

int run_show(const std::vector<std::string>& arguments) {
  CommandLine line("show");
  line.flag("versions", _("list all texts found under its key or URL, the newest first"));
  line.option("as-of", "DATE",
              _("the version that was the newest then (2024, 2024-12, 2024-12-03)"));
  if (const auto code = line.parse(arguments)) return *code;
  const auto as_of = line.date("as-of");
  if (!as_of) return fail(as_of.error());
  if (line.positional().size() != 1) {
    return usage("show", _("show: name one article by id, key, URL or path"));
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto id = article_argument(**graph, line.positional().front());
  if (!id) return fail_to_find(id.error());
  auto stored = (*graph)->article(*id, true);
  if (!stored) return fail(stored.error());
  if (!*stored) return kNothing;
  if (*as_of) {
    const auto then = version_at(**graph, (*stored)->article, **as_of);
    if (!then) return fail(then.error());
    if (!*then) {
      if (!line.quiet()) {
        complain(message(_("{}: no version of it was published by {}"), line.positional().front(),
                         (*as_of)->iso()));
      }
      return kNothing;
    }
    stored = (*graph)->article(**then, true);
    if (!stored) return fail(stored.error());
    if (!*stored) return kNothing;
  }
  if (line.has("versions")) {
    auto versions = versions_of(**graph, (*stored)->article);
    if (!versions) return fail(versions.error());
    if (versions->empty()) versions->push_back(**stored);
    print_versions(*versions, line.json());
    if (line.json()) {
      print_json({{"type", "summary"}, {"schema", 1}, {"articles", versions->size()}});
    }
    return kDone;
  }
  const auto reprints = reprints_of(**graph, (*stored)->article.id);
  if (!reprints) return fail(reprints.error());
  if (line.json()) {
    print_json(article_json(**stored, *reprints));
    print_json({{"type", "summary"}, {"schema", 1}, {"articles", 1}});
  } else {
    print_article(**stored, *reprints);
  }
  return kDone;
}

}  // namespace zhengce::app
