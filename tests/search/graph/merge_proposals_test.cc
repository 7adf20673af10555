#include "search/graph/merge_proposals.h"

#include "tests/search/graph/story.h"
#include "tests/support/catch.h"

using namespace zhengce;
using namespace zhengce::test;

namespace {

using Pair = std::pair<std::string, std::string>;

// The one proposal for two names, or nothing.
std::optional<NameLikeness> proposed(const char* a, const char* b) {
  Story story;
  story.name(EntityKind::kProgram, a);
  story.name(EntityKind::kProgram, b);
  const auto found = merge_proposals(story.graph());
  REQUIRE(found);
  if (found->empty()) return std::nullopt;
  REQUIRE(found->size() == 1);
  return found->front().likeness;
}

}  // namespace

TEST_CASE("names that are nearly the same are proposed for merging, with why", "[graph_queries]") {
  struct Row {
    const char *a, *b;
    NameLikeness why;
  };
  const auto row = GENERATE(values<Row>({
      {"暖冬·护航行动", "暖冬护航行动", NameLikeness::kMarks},
      {"新一轮山塘清淤行动", "山塘清淤行动", NameLikeness::kYears},
      {"2024年山塘清淤行动", "山塘清淤行动", NameLikeness::kYears},
      {"浙江省山塘清淤行动", "山塘清淤行动", NameLikeness::kPlace},
      {"山塘清淤行动", "山塘清淤三年行动计划", NameLikeness::kTail},
      {"山塘清淤提质行动", "山塘清於提质行动", NameLikeness::kLetter},
      {"山塘清淤提质行动", "山塘清淤和提质行动", NameLikeness::kLetter},
  }));
  CAPTURE(row.a, row.b);
  CHECK(proposed(row.a, row.b) == row.why);
  CHECK(proposed(row.b, row.a) == row.why);
}

TEST_CASE("names that only look alike are not proposed", "[graph_queries]") {
  const auto row = GENERATE(values<Pair>({
      {"一号护林提质工程", "二号护林提质工程"},
      {"四邻共治", "五邻共治"},
      {"山塘清淤行动", "河道清淤行动"},
      {"护林", "护林行动"},
      {"春耕夜校", "秋收夜校"},
  }));
  CAPTURE(row.first, row.second);
  CHECK_FALSE(proposed(row.first.c_str(), row.second.c_str()));
}

TEST_CASE("proposals count the sentences and the regions with both, and merge nothing",
          "[graph_queries]") {
  Story story;
  const auto plan = program("护林行动计划"), act = program("护林行动");
  for (const char* name : {"护林行动计划", "护林行动", "护林人行动"})
    story.name(EntityKind::kProgram, name);
  story.article({"330000"}, "2024-01-01",
                {{region("330000"), Relation::kRuns, plan, "浙江省实施护林行动计划。"},
                 {region("330000"), Relation::kRuns, act, "浙江省开展护林行动。"},
                 {region("320000"), Relation::kRuns, act, "江苏省也开展护林行动。"}});
  const auto& graph = story.graph();
  const auto found = merge_proposals(graph);
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  const MergeProposal& first = found->front();
  CHECK(first.a.program.name == "护林行动");
  CHECK(first.a.evidence == 2);
  CHECK(first.a.regions == 2);
  CHECK(first.b.program.name == "护林行动计划");
  CHECK(first.shared_regions == 1);
  CHECK(resolve_program(graph, "护林行动")->all.size() == 1);
}
