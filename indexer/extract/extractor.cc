#include "indexer/extract/extractor.h"

#include <algorithm>
#include <map>
#include <memory>

#include "corpus/analysis/doc_number.h"
#include "corpus/framing/page_line.h"
#include "corpus/organizations.h"
#include "indexer/extract/behind_places.h"
#include "indexer/extract/documents.h"
#include "indexer/extract/pairings.h"
#include "indexer/extract/quantities.h"
#include "indexer/extract/reading.h"

namespace zhengce {
namespace {

EntityId organization_id(std::string_view name) {
  return EntityId::of(EntityKind::kOrganization, normalize_name(canonical_organization(name)));
}

/// The offices that issue together: 财政部、税务总局. Each is looked for in the text, so that no
/// more are taken than ever sign one document.
std::vector<std::u32string> offices_in(std::u32string_view issuer) {
  constexpr std::size_t kMostOffices = 20;
  std::vector<std::u32string> offices;
  for (std::size_t start = 0; start <= issuer.size() && offices.size() < kMostOffices;) {
    const auto end = std::min(issuer.find(U'、', start), issuer.size());
    if (end > start) offices.emplace_back(issuer.substr(start, end - start));
    start = end + 1;
  }
  return offices;
}

/// The first stage for one article.
class FirstStage {
 public:
  explicit FirstStage(Reading& reading)
      : reading_(reading),
        article_(reading.article),
        rules_(reading.rules),
        own_title_(decode_utf8(article_.title)),
        short_titles_(reading.page, rules_, own_title_) {}

  Extraction run() {
    issuer();
    for (const auto& section : article_.sections) {
      out_.mentioned_regions.push_back(reading_.mentioned_regions(section));
      organizations(section);
      reading_.each_sentence(section, [&](const Reading::Sentence& sentence, Doers& doers) {
        documents(section, sentence, doers);
        const auto named = programs(section, sentence, doers);
        pilot_places(section, sentence, doers, named);
        listed_places(section, sentence, doers, named);
        pairings(section, sentence, doers);
        quantities(section, sentence, doers, named);
      });
    }
    normalize(out_);
    return std::move(out_);
  }

 private:
  std::string utf8(Span span) const { return encode_utf8(reading_.page.text(span)); }

  void candidate(const EntityId& entity, std::string name, Support support,
                 const Evidence& evidence) {
    out_.candidates.push_back({entity, std::move(name), support, evidence});
  }

  /// An organization named: its candidates (as written and written out), and the region it lies in.
  EntityId organization(std::string_view name, const Evidence& evidence) {
    const auto id = organization_id(name);
    candidate(id, std::string(name), Support::kStrong, evidence);
    const auto full = canonical_organization(name);
    if (full != name) candidate(id, full, Support::kStrong, evidence);
    if (const auto region = region_of_organization(name)) {
      out_.assertions.push_back({id, Relation::kBelongsTo,
                                 EntityId::region(reading_.gazetteer.at(*region).code),
                                 Modality::kRuns, evidence});
    }
    return id;
  }

  void organizations(const Section& section) {
    if (const auto* pattern = rules_.pattern("contributor");
        pattern && !section.contributor.empty() && !section.contributor_span.empty()) {
      const auto evidence =
          reading_.evidence(section, reading_.line_at(section.contributor_span.start),
                            section.contributor_span, *pattern);
      const auto id = organization(section.contributor, evidence);
      out_.assertions.push_back({id, Relation::kContributed, id, Modality::kRuns, evidence});
    }
    if (const auto* pattern = rules_.pattern("subject_org");
        pattern && !section.subject_org.empty() && !section.heading_span.empty()) {
      const auto name = decode_utf8(section.subject_org);
      const auto at = reading_.page.text(section.heading_span).find(name);
      Span mention = section.heading_span;
      if (at != std::u32string_view::npos) {
        mention.start += static_cast<std::uint32_t>(at);
        mention.end = mention.start + static_cast<std::uint32_t>(name.size());
      }
      const auto evidence = reading_.evidence(section, section.heading_span, mention, *pattern);
      const auto id = organization(section.subject_org, evidence);
      for (const auto& code : section.about) {
        out_.assertions.push_back(
            {id, Relation::kBelongsTo, EntityId::region(code), Modality::kRuns, evidence});
      }
    }
  }

  /// The article as a document of its issuer, or of the place it is about if it does not tell.
  void issuer() {
    if (article_.sections.empty()) return;
    const auto title = trim(reading_.page.raw, reading_.title);
    constexpr std::size_t kHead =
        3000;  // The issuer stands in the head of the text, or (as a seal) at its end.
    const auto& section = article_.sections.front();
    for (const auto& name : offices_in(decode_utf8(article_.issuer))) {
      auto at = reading_.page.raw.substr(0, kHead).find(name);
      if (at == std::u32string::npos) at = reading_.page.raw.rfind(name);
      Span mention = title, sentence = title;
      if (at != std::u32string::npos) {
        mention = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + name.size())};
        sentence = title.contains(mention) ? title : reading_.line_at(mention.start);
      }
      const auto* pattern = rules_.pattern("issuer");
      if (mention.empty() || !pattern) continue;
      issuers_.push_back(
          organization(encode_utf8(name), reading_.evidence(section, sentence, mention, *pattern)));
    }
    const auto folded = reading_.page.folded(title);
    const bool titled = rules_.list(List::kKind).ends(folded);
    constexpr std::size_t kHeadOfLaw = 600;
    const bool law =
        titled && reading_.page.norm.substr(0, kHeadOfLaw).find(U"第一条") != std::u32string::npos;
    const bool official = !article_.number.empty() || law ||
                          (titled && folded.find(U"关于") != std::u32string_view::npos);
    const auto* pattern = rules_.pattern("own_title");
    if (article_.issuer.empty()) {
      for (const auto& code : section.about) issuers_.push_back(EntityId::region(code));
    }
    // A law that does not tell who passed it is a document all the same.
    if (!official || (issuers_.empty() && !law) || title.empty() || article_.title.empty() ||
        !pattern)
      return;
    own_ = document_id(article_.title);
    const auto evidence = reading_.evidence(section, title, title, *pattern);
    const Span whole{0, static_cast<std::uint32_t>(own_title_.size())};
    candidate(*own_, encode_utf8(slice(own_title_, without_kicker(own_title_, whole))),
              Support::kStrong, evidence);
    for (const EntityId& issuer : issuers_)
      out_.assertions.push_back({issuer, Relation::kIssued, *own_, Modality::kRuns, evidence});
  }

  void documents(const Section& section, const Reading::Sentence& sentence, Doers& doers) {
    const auto* named = rules_.pattern("document");
    const auto* issued = rules_.pattern("issued");
    const auto* numbered = rules_.pattern("number_issuer");
    for (const auto& found :
         find_documents(reading_.page, rules_, short_titles_, sentence.span, doers.subject())) {
      if (!named) return;
      const auto name = encode_utf8(found.name);
      const auto id = document_id(name);
      if (id == own_) continue;
      candidate(id, name, Support::kStrong,
                reading_.evidence(section, sentence.span, found.mention, *named));
      // What a document does to others stands beside who issued them.
      const auto use =
          found.use == Relation::kCites && sentence.repealed_list ? Relation::kRepeals : found.use;
      if (own_ && found.amended_this) {
        out_.assertions.push_back(
            {id, Relation::kAmends, *own_, Modality::kRuns,
             reading_.evidence(section, sentence.span, found.mention, *named)});
      } else if (own_ && (!found.issued || use == Relation::kRepeals || use == Relation::kAmends)) {
        out_.assertions.push_back(
            {*own_, use, id, Modality::kRuns,
             reading_.evidence(section, sentence.span, found.mention, *named)});
      }
      const auto by_number = found.number.empty() ? std::string() : issuer_of_number(found.number);
      if (!by_number.empty() && numbered) {
        const auto evidence = reading_.evidence(section, sentence.span, found.mention, *numbered);
        out_.assertions.push_back(
            {organization(by_number, evidence), Relation::kIssued, id, Modality::kRuns, evidence});
      } else if (found.issued && issued) {
        const auto evidence = reading_.evidence(section, sentence.span, found.mention, *issued);
        std::vector<EntityId> by;
        for (const auto& office : found.by)
          by.push_back(organization(encode_utf8(office), evidence));
        // Laws of the nation are issued by no region.
        if (by.empty() && !found.name.starts_with(U"中华人民共和国")) {
          by = publishers(sentence, found, doers);
        }
        for (const auto& doer : by)
          out_.assertions.push_back({doer, Relation::kIssued, id, Modality::kRuns, evidence});
      }
      titles_.emplace(id, Title{found.issued, found.obeyed});
    }
  }

  /// Who published a document where no office is named as such: the place named before the verb,
  /// the state, the issuer of the text itself, else who does what the sentence tells.
  std::vector<EntityId> publishers(const Reading::Sentence& sentence, const FoundDocument& found,
                                   Doers& doers) {
    if (reading_.page.folded(found.published_by).ends_with(U"国家"))
      return {EntityId::region("100000")};
    const auto places = doers.mentions_in(found.published_by);
    const auto place = std::find_if(places.rbegin(), places.rend(),
                                    [](const RegionMention& m) { return !m.qualifier; });
    if (own_ && place != places.rend())
      return {EntityId::region(reading_.gazetteer.at(place->region).code)};
    return own_ ? issuers_ : doers.of(sentence.span, found.mention.start);
  }

  EntityId program(const std::u32string& name, Support support, const Evidence& evidence) {
    const auto shown = encode_utf8(name);
    const auto id = EntityId::of(EntityKind::kProgram, normalize_name(shown));
    candidate(id, shown, support, evidence);
    return id;
  }

  /// Who does what is named, and which of several places that do one thing each, where there are as
  /// many names as places: 甲市、乙市分别开展“X”、“Y”; also without 分别, where the names stand
  /// side by side.
  struct Doing {
    std::vector<EntityId> by;
    bool told = false;
    Doers::InTurn in_turn;
  };
  static std::vector<Doing> doings(const Reading::Sentence& sentence, Doers& doers,
                                   const std::vector<FoundProgram>& all) {
    std::vector<Doing> out;
    for (const auto& found : all) {
      auto by = doers.of(sentence.span, found.whole.start,
                         found.governance.relation == Relation::kLearnsFrom);
      out.push_back({std::move(by), doers.told(), doers.in_turn()});
    }
    for (std::size_t i = 0; i < out.size();) {
      const Doers::InTurn& in_turn = out[i].in_turn;
      const auto goes_on = [&](std::size_t k) {
        const bool side_by_side = all[k].whole.start <= all[k - 1].whole.end + 1;
        return out[k].in_turn.end == in_turn.end && (in_turn.said || side_by_side);
      };
      std::size_t end = i + 1;
      while (end < out.size() && goes_on(end)) ++end;
      if (!in_turn.doers.empty() && in_turn.doers.size() == end - i) {
        for (std::size_t k = i; k < end; ++k) out[k].by = {in_turn.doers[k - i]};
      }
      i = end;
    }
    return out;
  }

  /// Programs a sentence names for certain, in order: what its numbers may be about, with those who
  /// run it. Numbers beside a program only named or learned from are not the program's.
  struct Named {
    Span span;
    std::uint32_t mention = 0;  ///< Where its name begins: what they are in order of.
    std::optional<EntityId> program;
    std::vector<EntityId> by;
  };
  std::vector<Named> programs(const Section& section, const Reading::Sentence& sentence,
                              Doers& doers) {
    std::vector<Named> named;
    const auto all = find_programs(reading_.page, rules_, sentence.context);
    const auto doing = doings(sentence, doers, all);
    for (const auto& found : all) {
      const auto* pattern = rules_.pattern(found.pattern);
      if (!pattern) continue;
      const auto support = found.score >= rules_.strong ? Support::kStrong : Support::kWeak;
      const auto evidence = reading_.evidence(section, sentence.span, found.mention, *pattern);
      const auto id = program(found.name, support, evidence);
      const Doing& does = doing[static_cast<std::size_t>(&found - all.data())];
      auto by = does.by;
      // Named again without a place, it is still theirs who were told to do it.
      if (does.told) {
        by_place_.emplace(id, by);
      } else if (const auto told = by_place_.find(id);
                 told != by_place_.end() && doers.subject() == kNoRegion) {
        by = told->second;
      }
      const auto modality = reading_.modality(sentence, found.governance);
      const bool own_title = sentence.context.own_title;
      std::optional<EntityId> document;
      bool issued = own_title, obeyed = false;
      if (own_title) {
        document = own_;
      } else if (!found.title.empty()) {
        const auto title = titles_.find(document_id(utf8(found.title)));
        if (title != titles_.end()) document = title->first;
        issued = title != titles_.end() && title->second.issued;
        obeyed = title != titles_.end() && title->second.obeyed;
      }
      // What a document is about that is only cited, its issuer runs.
      const bool cited = !found.title.empty() && !issued && !found.governance.verb;
      auto relation = cited ? Relation::kNames : found.governance.relation;
      if (support == Support::kStrong)
        named.push_back({found.whole, found.mention.start,
                         is_running(relation) ? std::optional(id) : std::nullopt, by});
      const auto issuer = found.title.empty() || issued
                              ? kNoRegion
                              : issuer_of_title(reading_.gazetteer, reading_.page, rules_,
                                                sentence.span, found.title, doers.subject());
      if (issuer != kNoRegion) {
        const auto region = EntityId::region(reading_.gazetteer.at(issuer).code);
        if (cited || obeyed) {
          by.clear();
          relation = Relation::kRuns;
        }
        if (std::find(by.begin(), by.end(), region) == by.end()) by.push_back(region);
      }
      const auto run = [&](const EntityId& what, const Evidence& where) {
        assert_run(by, relation, modality, what, where, out_);
      };
      run(id, evidence);
      if (const auto* variant = rules_.pattern("variant"); variant && !found.parent.empty()) {
        const auto where =
            reading_.evidence(section, sentence.span, found.parent_mention, *variant);
        const auto parent =
            program(found.parent, found.parent_named ? support : Support::kKnown, where);
        out_.assertions.push_back(
            {id, Relation::kVariantOf, parent, Modality::kRuns,
             reading_.evidence(section, sentence.span, found.mention, *variant)});
        if (found.parent_named) run(parent, where);
      }
      if (const auto* gloss = rules_.pattern("gloss"); gloss && !found.alias.empty()) {
        const auto where = reading_.evidence(section, sentence.span, found.alias_mention, *gloss);
        const auto other = program(found.alias, support, where);
        out_.assertions.push_back({id, Relation::kAlias, other, Modality::kRuns, where});
        run(other, where);
      }
      if (document && !found.title.empty())
        out_.assertions.push_back({*document, Relation::kAbout, id, Modality::kRuns, evidence});
    }
    return named;
  }

  /// …“X”试点启动，首批试点包括甲市、乙市: those run what is named before, in its sentence or the
  /// last.
  void pilot_places(const Section& section, const Reading::Sentence& sentence, Doers& doers,
                    const std::vector<Named>& named) {
    const auto* pattern = rules_.pattern("listed");
    const auto& norm = reading_.page.norm;
    if (pattern == nullptr || (named.empty() && carried_.empty())) return;
    auto places = doers.mentions_in(sentence.span);
    while (!places.empty() &&
           rules_.list(List::kPilotPlaces).longest_ending(norm, places.front().span.start) == 0)
      places = places.subspan(1);
    if (places.empty()) return;
    const Named* tried = named.empty() ? &carried_.back() : nullptr;
    for (const Named& one : named) {
      if (one.span.end <= places.front().span.start) tried = &one;
    }
    if (tried == nullptr || !tried->program) return;
    std::uint32_t end = places.front().span.start;
    for (const RegionMention& place : places) {
      const bool next =
          place.span.start == end || (place.span.start == end + 1 && joins_members(norm[end]));
      if (!next || place.span.end > sentence.span.end) break;
      end = place.span.end;
      if (place.qualifier) continue;
      listed_place(section, sentence, place, *tried->program, *pattern);
    }
  }

  /// 确定以下地区开展“X”试点： and the lines of places below it, or behind the colon.
  void listed_places(const Section& section, const Reading::Sentence& sentence, Doers& doers,
                     const std::vector<Named>& named) {
    const auto* pattern = rules_.pattern("listed");
    auto text = sentence.span;
    if (!named.empty()) {
      listed_.reset();
      if (named.size() == 1 &&
          rules_.list(List::kListOpener).within(reading_.page.folded(sentence.span)))
        listed_ = named.front().program;
      text.start = named.front().span.end;
    }
    if (!listed_ || pattern == nullptr) return;
    // Behind the colon of 一、设区市（4个）：
    const auto colon = reading_.page.folded(text).find(U':');
    if (colon != std::u32string_view::npos)
      text.start += static_cast<std::uint32_t>(colon) + 1;
    else if (!named.empty())
      return;
    std::vector<RegionMention> places;
    std::uint32_t covered = 0;
    for (const auto& mention : doers.mentions_in(text)) {
      if (mention.span.end > text.end) break;
      covered += mention.span.size();
      // 1 | 北京市 | 朝阳区: what the place lies in is named before it.
      if (!places.empty() &&
          reading_.page.folded({places.back().span.end, mention.span.start}).find(U'|') !=
              std::u32string_view::npos &&
          reading_.gazetteer.is_within(mention.region, places.back().region))
        places.pop_back();
      if (!mention.qualifier) places.push_back(mention);
    }
    constexpr std::uint32_t kLongestHead = 30;
    const bool is_list = 5 * covered >= 3 * words_in(text) && !places.empty();
    if (!is_list) {
      if (text.size() > kLongestHead) listed_.reset();
      return;
    }
    for (const auto& place : places) {
      listed_place(section, sentence, place, *listed_, *pattern);
    }
  }

  void listed_place(const Section& section, const Reading::Sentence& sentence,
                    const RegionMention& place, const EntityId& program, const Pattern& pattern) {
    const auto doer = EntityId::region(reading_.gazetteer.at(place.region).code);
    assert_run({doer}, Relation::kRuns, Modality::kRuns, program,
               reading_.evidence(section, sentence.span, place.span, pattern), out_);
  }

  /// How many of the code points are neither blank nor the number or the frame of a row.
  std::uint32_t words_in(Span text) const {
    const auto all = reading_.page.folded(text);
    return static_cast<std::uint32_t>(std::count_if(all.begin(), all.end(), [](char32_t c) {
      return !is_blank(c) && !is_digit(c) && !one_of(c, U"|.、:()");
    }));
  }

  void pairings(const Section& section, const Reading::Sentence& sentence, Doers& doers) {
    const auto& gazetteer = reading_.gazetteer;
    for (const auto& found : find_pairings(gazetteer, reading_.page, rules_, sentence.span,
                                           doers.mentions_in(sentence.span), doers.subject())) {
      const auto* pattern = rules_.pattern(found.pattern);
      if (!pattern) continue;
      const auto evidence = reading_.evidence(section, sentence.span, found.mention, *pattern);
      const auto governance = governance_of(reading_.page, rules_, sentence.context, found.mention);
      std::vector<EntityId> helpers;
      if (found.helper != kNoRegion) {
        helpers.push_back(EntityId::region(gazetteer.at(found.helper).code));
      } else {
        helpers = doers.of(sentence.span, found.mention.start);
      }
      // 甲区、乙区与丙县、丁县结对: which of them with which is not said.
      if (helpers.size() > 1 && found.one_of_several) continue;
      const auto helped = EntityId::region(gazetteer.at(found.helped).code);
      for (const auto& helper : helpers) {
        const auto region = gazetteer.find_code(helper.code());
        // Nobody helps himself, and the center's help is no pairing.
        if (!region || gazetteer.at(*region).level == RegionLevel::kNation ||
            gazetteer.is_within(*region, found.helped) ||
            gazetteer.is_within(found.helped, *region))
          continue;
        out_.assertions.push_back({helper, Relation::kPairedWith, helped,
                                   reading_.modality(sentence, governance), evidence, found.kind,
                                   std::nullopt});
      }
    }
  }

  /// Numbers belong to the program right behind them, else to the nearest before them in the
  /// sentence, else to their doer alone.
  void quantities(const Section& section, const Reading::Sentence& sentence, Doers& doers,
                  const std::vector<Named>& named) {
    const auto* pattern = rules_.pattern("quantity");
    if (!pattern || sentence.context.own_title) return;
    // 今年累计培训40期: about the program of the sentence before, in the same paragraph.
    const bool goes_on =
        named.empty() && !carried_.empty() && carried_until_ <= sentence.span.start &&
        reading_.page.text({carried_until_, sentence.span.start}).find(U'\n') ==
            std::u32string_view::npos &&
        rules_.list(List::kContinues).longest_at(reading_.page.norm, sentence.span.start) > 0;
    if (!goes_on) carried_ = named;
    earlier_.clear();
    carried_until_ = sentence.span.end;
    for (const auto& found : find_quantities(reading_.page, rules_, sentence.span)) {
      const auto evidence = reading_.evidence(section, sentence.span, found.mention, *pattern);
      const Named* about =
          goes_on ? &carried_.back() : named_beside(named, sentence.span, found.mention);
      const auto program = about != nullptr ? about->program : std::nullopt;
      Governance governance = governance_of(reading_.page, rules_, sentence.context, found.mention);
      for (const auto& doer : doers_of_number(sentence.span, found.mention, about, doers)) {
        out_.assertions.push_back({doer, Relation::kMeasured, program.value_or(doer),
                                   reading_.modality(sentence, governance), evidence, "",
                                   found.quantity});
      }
    }
  }

  /// The program that the number is about, null if none is named beside it.
  const Named* named_beside(const std::vector<Named>& named, Span sentence, Span number) const {
    constexpr std::uint32_t kBehind = 10;
    const auto end = reading_.page.clause_end(number.end, sentence.end, kBehind);
    // A name begins in its span, behind the rest of a title at most, so that only those around the
    // number are looked at, however many the sentence names.
    constexpr std::uint32_t kBeforeName = kLongestTitle + 1;
    const auto first_at = [&](std::uint32_t pos) {
      return std::partition_point(named.begin(), named.end(),
                                  [&](const Named& one) { return one.mention < pos; });
    };
    for (auto one = first_at(number.end); one != named.end() && one->mention < end + kBeforeName;
         ++one) {
      if (one->span.start >= number.end && one->span.start < end) return &*one;
    }
    for (auto one = first_at(number.start); one != named.begin();) {
      --one;
      if (one->span.end <= number.start)
        return is_still_about(one->span, sentence, number) ? &*one : nullptr;
    }
    return nullptr;
  }

  /// Whether a number behind a program is about it: in its clause, in the next one, or in a later
  /// one that has no subject of its own: 实施“X”，搭建平台，培训3000人, but
  /// 实施“X”，加快步伐，全省总值增长 2%.
  bool is_still_about(Span program, Span sentence, Span number) const {
    const auto& norm = reading_.page.norm;
    auto clause = reading_.page.clause_start(number.start, sentence.start);
    if (clause <= program.end) return true;
    const auto before = reading_.page.clause_start(clause - 1, sentence.start);
    if (before <= program.end) return true;
    if (tells_of_all(clause)) return false;
    constexpr int kMostAdverbs = 4;
    for (int i = 0; i < kMostAdverbs && clause < number.start; ++i)
      clause += static_cast<std::uint32_t>(rules_.list(List::kAdverb).longest_at(norm, clause));
    if (clause >= number.start || verb_at(reading_.page, rules_, clause)) return true;
    // 带动…, 旅游带动…
    constexpr std::uint32_t kShortSubject = 2;
    for (std::uint32_t i = 0; i <= kShortSubject; ++i) {
      if (rules_.list(List::kEffect).longest_at(norm, clause + i) > 0) return true;
    }
    // A word of the name comes again: “景区+就业”模式…，景区商铺增长至2023户.
    constexpr std::uint32_t kWord = 2;
    const auto told = reading_.page.folded({clause, number.start});
    for (auto at = program.start; at + kWord <= program.end; ++at) {
      const auto word = reading_.page.folded({at, at + kWord});
      if (is_han(word[0]) && is_han(word[1]) && told.find(word) != std::u32string_view::npos)
        return true;
    }
    return false;
  }

  /// Whose number it is: the place's that its clause tells of, else theirs who run the program it
  /// is about; in a sentence that opens with a place, what the last of its clauses with one tells
  /// of: 甲市投入37亿元，种树8万亩，乙县建学校12所，改造医院3家. Places in the midst of others are
  /// examples: 建成…，玉树机场通航，新改建公路4000公里.
  std::vector<EntityId> doers_of_number(Span sentence, Span number, const Named* about,
                                        Doers& doers) {
    const auto own = doers.of(sentence, number.start);
    const auto clause = reading_.page.clause_start(number.start, sentence.start);
    if (tells_of_all(clause)) return own;
    if (names_place(doers, {clause, number.start}) && doers.told()) return own;
    const auto of_program = [&] { return about->by.empty() ? own : about->by; };
    if (about != nullptr && (!sentence.contains(about->span) || about->span.end > clause))
      return of_program();
    if (clause <= sentence.start) return own;
    const Earlier& earlier = earlier_than(clause, sentence, doers);
    if (about != nullptr && earlier.behind < about->span.end) return of_program();
    return earlier.by.empty() ? own : earlier.by;
  }

  /// 全省新增12家: of all the places together.
  bool tells_of_all(std::uint32_t clause) const {
    return rules_.list(List::kWhole).longest_at(reading_.page.norm, clause) > 0;
  }

  /// The last clause before another that says whose the numbers behind it are.
  struct Earlier {
    std::uint32_t behind = 0;  ///< Where the clause after it begins; 0 if there is none.
    std::vector<EntityId> by;  ///< Empty if all the places together.
  };
  /// That of the clause that begins at `clause`, behind the start of `sentence`. Each clause of a
  /// sentence is read once, however many numbers follow.
  const Earlier& earlier_than(std::uint32_t clause, Span sentence, Doers& doers) {
    const bool by_place = opens_with_place(sentence, doers);
    auto found = std::make_shared<const Earlier>();
    std::vector<std::uint32_t> passed;
    for (auto start = clause; start > sentence.start;) {
      if (const auto known = earlier_.find(start); known != earlier_.end()) {
        found = known->second;
        break;
      }
      passed.push_back(start);
      const auto end = start - 1;
      const auto before = reading_.page.clause_start(end, sentence.start);
      if (tells_of_all(before)) {
        found = std::make_shared<const Earlier>(Earlier{start, {}});
        break;
      }
      if (by_place && names_place(doers, {before, end})) {
        auto told = doers.of(sentence, end);
        if (doers.told()) {
          found = std::make_shared<const Earlier>(Earlier{start, std::move(told)});
          break;
        }
      }
      start = before;
    }
    for (const auto start : passed) earlier_.emplace(start, found);
    return *found;
  }

  /// 兰州市…; 今年，兰州市….
  bool opens_with_place(Span sentence, const Doers& doers) const {
    const auto& norm = reading_.page.norm;
    auto pos = sentence.start;
    for (bool more = true; more;) {
      more = false;
      for (const auto which : {List::kContinues, List::kAdverb}) {
        const auto end = pos + rules_.list(which).longest_at(norm, pos);
        const bool comma = end < sentence.end && norm[end] == U',';
        if (end == pos || (which == List::kAdverb && !comma)) continue;
        pos = static_cast<std::uint32_t>(end) + (comma ? 1 : 0);
        more = true;
      }
    }
    return !doers.mentions_in({pos, pos + 1}).empty();
  }

  static bool names_place(const Doers& doers, Span span) {
    const auto places = doers.mentions_in(span);
    return !places.empty() && places.front().span.end <= span.end;
  }

  Reading& reading_;
  const Article& article_;
  const RuleSet::Impl& rules_;
  const std::u32string own_title_;
  const ShortTitles short_titles_;
  Extraction out_;
  std::vector<EntityId> issuers_;
  std::optional<EntityId> own_;
  /// The programs told of last; numbers of the next sentence may be about the last of them.
  std::vector<Named> carried_;
  std::uint32_t carried_until_ = 0;
  /// By where a clause of the sentence begins.
  std::map<std::uint32_t, std::shared_ptr<const Earlier>> earlier_;
  /// The places that a program was told of.
  std::map<EntityId, std::vector<EntityId>> by_place_;
  std::optional<EntityId> listed_;  ///< Whose places the lines below list.
  /// What the text says of a document named in 《》.
  struct Title {
    bool issued = false, obeyed = false;
  };
  std::map<EntityId, Title> titles_;
};

}  // namespace

Extractor::Extractor(const Gazetteer& gazetteer, std::shared_ptr<const RuleSet> rules)
    : gazetteer_(&gazetteer), rules_(std::move(rules)) {}

Extraction Extractor::extract(const Article& article) const {
  Reading reading(*gazetteer_, rules_->impl(), article);
  return FirstStage(reading).run();
}

}  // namespace zhengce
