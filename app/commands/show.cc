#include <algorithm>
#include <iostream>
#include <map>
#include <tuple>

#include "app/command.h"
#include "app/json_shapes.h"

namespace zhengce::app {
namespace {

Json article_json(const StoredArticle& stored) {
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
                        {"end", section.span.end}});
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

void print_article(const StoredArticle& stored) {
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
    fact(_("path"), source.path);
  }
  if (!stored.current) std::cout << "  " << _("a newer version is shown in its place") << "\n";
  const std::u32string text = decode_utf8(article.text);
  for (const auto& section : article.sections) {
    std::string about = section.subject_org;
    for (const auto& code : section.about) {
      const auto region = Gazetteer::builtin().find_code(code);
      if (region)
        about += (about.empty() ? "" : "、") + std::string(Gazetteer::builtin().at(*region).name);
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

}  // namespace

int run_show(const std::vector<std::string>& arguments) {
  CommandLine line("show");
  line.flag("versions", _("list all texts found under its key or URL, the newest first"));
  if (const auto code = line.parse(arguments)) return *code;
  if (line.positional().size() != 1) {
    return usage("show", _("show: name one article by id, key, URL or path"));
  }
  const auto graph = open_graph(line.data());
  if (!graph) return fail(graph.error());
  const auto id = article_argument(**graph, line.positional().front());
  if (!id) return fail_to_find(id.error());
  const auto stored = (*graph)->article(*id, true);
  if (!stored) return fail(stored.error());
  if (!*stored) return kNothing;
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
  if (line.json()) {
    print_json(article_json(**stored));
    print_json({{"type", "summary"}, {"schema", 1}, {"articles", 1}});
  } else {
    print_article(**stored);
  }
  return kDone;
}

}  // namespace zhengce::app
