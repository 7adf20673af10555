#pragma once

#include <vector>

#include "tests/search/small_index.h"

namespace zhengce::test {

/// Regional reports and two documents of ministries, all invented.
inline std::vector<MadeArticle> reports() {
  MadeArticle roundup;
  roundup.title = "互嵌式社区建设综述";
  roundup.source = "中国某报";
  roundup.date = "2024-12-03";
  roundup.key = "k1";
  roundup.sections = {
      {"浙江：多方联动",
       "浙江省实施“同心圆计划”，办起产业飞地，带动就业。推进互嵌式社区建设。",
       {"330000"},
       {"330000"},
       {"同心圆计划"},
       {"浙江省某局"}},
      {"成都：对口支援",
       "成都市开展对口支援，帮助各族群众就业，互嵌式社区越来越多。",
       {"510100"},
       {"510100"},
       {},
       {}},
      {"金华：小区新事",
       "金华市接收外来务工人员，送岗位上门，稳就业。",
       {"330700"},
       {"330700"},
       {},
       {}},
      {"贵州：搬迁社区",
       "贵州省借鉴浙江省的做法，谈就业，不谈别的。",
       {"520000"},
       {"330000", "520000"},
       {},
       {}},
  };
  MadeArticle notice;
  notice.title = "关于做好民族团结进步工作的通知";
  notice.number = "国办发〔2024〕12号";
  notice.issuer = "国务院办公厅";
  notice.source = "某部网站";
  notice.date = "2023-05-01";
  notice.sections = {{"", "各地要做好民族团结进步工作。金华市是试点。", {}, {"330700"}, {}, {}}};
  MadeArticle reply;
  reply.title = "答复";
  reply.issuer = "某省人民政府";
  reply.source = "另一网站";
  reply.sections = {{"",
                     "根据国办发〔2024〕12号文件，工作进步，团结民族。居住证办理需要身份证明。",
                     {},
                     {},
                     {},
                     {}}};
  return {roundup, notice, reply};
}

}  // namespace zhengce::test
