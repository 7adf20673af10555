#include "search/hits.h"

#include <algorithm>
#include <set>
#include <string>

namespace zhengce {
namespace {

constexpr std::size_t kKeptBytes = 8u << 20;
constexpr std::size_t kMaxNames = 10000;

// About what a hit without snippet and reasons takes in memory.
std::size_t bytes_of(const Hit& hit) {
  std::size_t bytes = sizeof hit;
  for (const std::string* text : {&hit.title, &hit.heading, &hit.number, &hit.issuer, &hit.source,
                                  &hit.url, &hit.path, &hit.key, &hit.subject_org}) {
    bytes += text->capacity();
  }
  bytes += (hit.about.capacity() + hit.regions.capacity()) * sizeof(RegionIndex);
  for (const NamedEntity& program : hit.programs) bytes += sizeof program + program.name.capacity();
  return bytes;
}

}  // namespace

HitMaker::HitMaker(const GraphReader& graph, const Gazetteer& gazetteer, Analyzer& analyzer,
                   ArticleTexts& texts)
    : graph_(graph), gazetteer_(gazetteer), analyzer_(analyzer), texts_(texts), kept_(kKeptBytes) {}

Result<std::string> HitMaker::visible_name(const EntityId& id) {
  if (names_.size() >= kMaxNames) names_.clear();
  const auto [place, is_new] = names_.try_emplace(id);
  if (is_new) {
    const auto entity = graph_.entity(id);
    if (!entity) return entity.error();
    if (*entity && (*entity)->visible) place->second = (*entity)->name;
  }
  return place->second;
}

Result<void> HitMaker::add_named(const SectionRef& ref, Hit& hit) {
  const auto extraction = graph_.extraction(ref.article);
  if (!extraction) return extraction.error();
  if (ref.section < extraction->mentioned_regions.size()) {
    for (const auto& code : extraction->mentioned_regions[ref.section]) {
      if (const auto region = gazetteer_.find_code(code)) hit.regions.push_back(*region);
    }
  }
  std::set<EntityId> programs;
  for (const Candidate& candidate : extraction->candidates) {
    if (candidate.evidence.section != ref.section) continue;
    if (candidate.entity.kind() == EntityKind::kProgram) programs.insert(candidate.entity);
  }
  for (const EntityId& id : programs) {
    auto name = visible_name(id);
    if (!name) return name.error();
    if (!name->empty()) hit.programs.push_back({id, std::move(*name)});
  }
  std::sort(hit.programs.begin(), hit.programs.end(),
            [](const NamedEntity& a, const NamedEntity& b) { return a.name < b.name; });
  return {};
}

Result<void> HitMaker::count_reprints(const SectionRef& ref, Hit& hit) {
  const auto sketches = graph_.sketches(ref.article);
  if (!sketches) return sketches.error();
  for (const SectionSketch& sketch : *sketches) {
    if (sketch.section != ref.section || !sketch.group) continue;
    const auto members = graph_.group_members(*sketch.group);
    if (!members) return members.error();
    if (!members->empty()) hit.reprints = static_cast<std::uint32_t>(members->size() - 1);
  }
  return {};
}

Result<std::shared_ptr<const Hit>> HitMaker::section_as_hit(const SectionRef& ref) {
  if (auto kept = kept_.get(ref)) return kept;
  const auto text = texts_.get(ref.article);
  if (!text) return text.error();
  const Section* section = *text ? (*text)->section(ref.section) : nullptr;
  if (section == nullptr) return std::shared_ptr<const Hit>();
  const Article& article = (*text)->article();
  const auto hit = std::make_shared<Hit>();
  hit->article = ref.article;
  hit->section = ref.section;
  hit->title = article.title;
  hit->heading = section->heading;
  hit->number = article.number;
  hit->issuer = article.issuer;
  hit->subject_org = section->subject_org;
  hit->date = article.date();
  hit->invented = is_invented(article.title);
  for (const Source& source : article.sources) {
    if (hit->key.empty()) hit->key = source.key;
    if (hit->source.empty()) hit->source = source.name;
    if (hit->url.empty()) hit->url = source.url;
    if (hit->path.empty()) hit->path = source.path;
  }
  for (const auto& code : section->about) {
    if (const auto region = gazetteer_.find_code(code)) hit->about.push_back(*region);
  }
  if (auto named = add_named(ref, *hit); !named) return named.error();
  if (auto counted = count_reprints(ref, *hit); !counted) return counted.error();
  kept_.put(ref, hit, bytes_of(*hit));
  return std::shared_ptr<const Hit>(hit);
}

Result<std::vector<SnippetPiece>> HitMaker::snippet_of(const SectionRef& ref,
                                                       const SnippetParts& parts) {
  const auto text = texts_.get(ref.article);
  if (!text) return text.error();
  const auto folded = texts_.folded(ref);
  if (!folded) return folded.error();
  const Section* section = *text ? (*text)->section(ref.section) : nullptr;
  if (section == nullptr) return std::vector<SnippetPiece>();
  const Article& article = (*text)->article();
  std::vector<Span> headlines{section->heading_span};
  for (const Part& part : article.parts) {
    if (part.kind == PartKind::kTitle) headlines.push_back(part.span);
  }
  std::vector<SnippetStretch> stretches;
  for (const Span span : indexed_spans(article, *section)) {
    const FoldedText& stretch = (*folded)->stretches[stretches.size()];
    stretches.push_back({span, (*text)->original(span), &stretch});
  }
  return make_snippet(analyzer_, stretches, headlines, parts);
}

Result<std::optional<Hit>> HitMaker::make(const SectionRef& ref, const SnippetParts* snippet,
                                          const std::vector<RunningRegion>& running) {
  const auto section = section_as_hit(ref);
  if (!section) return section.error();
  if (*section == nullptr) return std::optional<Hit>();
  Hit hit = **section;
  for (const RunningRegion& region : running) {
    const bool concerns = std::any_of(hit.about.begin(), hit.about.end(), [&](RegionIndex about) {
      return gazetteer_.is_within(about, region.region);
    });
    if (concerns && !region.evidence.empty()) {
      hit.because.push_back({region.region, region.evidence.front()});
    }
  }
  if (snippet != nullptr) {
    auto pieces = snippet_of(ref, *snippet);
    if (!pieces) return pieces.error();
    hit.snippet = std::move(*pieces);
  }
  return std::optional(std::move(hit));
}

}  // namespace zhengce
