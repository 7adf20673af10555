#include "app/export_writers.h"

#include "app/edge_shapes.h"
#include "corpus/message.h"
#include "corpus/text.h"

namespace zhengce::app {
namespace {

class JsonlWriter final : public ExportWriter {
 public:
  explicit JsonlWriter(std::ostream& out) : out_(out) {}
  void node(const ShownNode& node) override {
    Json json = {{"type", "node"},
                 {"id", node.text()},
                 {"kind", node.kind()},
                 {"name", node.name},
                 {"aliases", node.aliases}};
    if (node.section) {
      json["article"] = node.section->article.hex();
      json["section"] = node.section->section;
    } else if (const auto region = Gazetteer::builtin().find_code(node.id.code());
               node.id.kind() == EntityKind::kRegion && region) {
      json["place"] = place_json(*region);
    }
    write(json);
  }
  void edge(const CitedEdge& edge) override { write(edge_json(edge)); }

 private:
  void write(const Json& json) {
    out_ << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  std::ostream& out_;
};

// Text of XML: what XML has no way to say becomes U+FFFD.
std::string xml(std::string_view text) {
  std::string out;
  for (const char32_t c : decode_utf8(text)) {
    const bool allowed = c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      append_utf8(out, !allowed || c == 0xFFFE || c == 0xFFFF ? U'\uFFFD' : c);
    }
  }
  return out;
}

class GraphmlWriter final : public ExportWriter {
 public:
  explicit GraphmlWriter(std::ostream& out) : out_(out) {}
  void begin() override {
    out_ << R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="kind" for="node" attr.name="kind" attr.type="string"/>
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="aliases" for="node" attr.name="aliases" attr.type="string"/>
<key id="article" for="node" attr.name="article" attr.type="string"/>
<key id="section" for="node" attr.name="section" attr.type="int"/>
<key id="id" for="edge" attr.name="id" attr.type="string"/>
<key id="relation" for="edge" attr.name="relation" attr.type="string"/>
<key id="modality" for="edge" attr.name="modality" attr.type="string"/>
<key id="evidence" for="edge" attr.name="evidence" attr.type="string"/>
<graph edgedefault="directed">
)";
  }
  void node(const ShownNode& node) override {
    out_ << "<node id=\"" << node.text() << "\">";
    data("kind", node.kind());
    data("name", node.name);
    if (!node.aliases.empty()) data("aliases", joined(node.aliases, "|"));
    if (node.section) {
      data("article", node.section->article.hex());
      data("section", std::to_string(node.section->section));
    }
    out_ << "</node>\n";
  }
  void edge(const CitedEdge& cited) override {
    const Edge& edge = cited.edge;
    out_ << "<edge source=\"" << edge.from.text() << "\" target=\"" << edge.to_text() << "\">";
    data("id", edge.text());
    data("relation", relation_name(edge.relation));
    data("modality", modality_name(edge.modality));
    data("evidence",
         evidence_list(cited.evidence).dump(-1, ' ', false, Json::error_handler_t::replace));
    out_ << "</edge>\n";
  }
  void end() override { out_ << "</graph>\n</graphml>\n"; }

 private:
  void data(const char* key, std::string_view value) {
    out_ << "<data key=\"" << key << "\">" << xml(value) << "</data>";
  }
  std::ostream& out_;
};

// A literal of Turtle, with its quotes.
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char32_t c : decode_utf8(text)) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04X}", static_cast<std::uint32_t>(c));
    } else {
      append_utf8(out, c);
    }
  }
  return out + "\"";
}

class TurtleWriter final : public ExportWriter {
 public:
  explicit TurtleWriter(std::ostream& out) : out_(out) {}
  void begin() override {
    out_ << "@prefix z: <urn:zhengce:schema:> .\n"
            "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
            "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n";
  }
  void node(const ShownNode& node) override {
    std::string kind(node.kind());
    kind[0] = static_cast<char>(kind[0] - 'a' + 'A');
    out_ << iri(node.text()) << " a z:" << kind << " ; rdfs:label " << literal(node.name) << "@zh";
    for (const auto& alias : node.aliases) out_ << " ; skos:altLabel " << literal(alias) << "@zh";
    if (node.section) this->section(*node.section);
    out_ << " .\n";
  }
  void edge(const CitedEdge& cited) override {
    const Edge& edge = cited.edge;
    const auto relation = relation_name(edge.relation);
    const auto from = iri(edge.from.text()), to = iri(edge.to_text());
    if (edge.modality == Modality::kRuns) out_ << from << " z:" << relation << " " << to << " .\n";
    out_ << "[] a z:Assertion ; z:id " << literal(edge.text()) << " ; z:from " << from
         << " ; z:relation z:" << relation << " ; z:to " << to << " ; z:modality \""
         << modality_name(edge.modality) << "\"";
    if (!edge.kind.empty()) out_ << " ; z:kind " << literal(edge.kind);
    if (edge.quantity) {
      out_ << " ; z:value " << literal(edge.quantity->number()) << "^^xsd:double ; z:unit "
           << literal(edge.quantity->unit) << " ; z:approximation \""
           << approximation_name(edge.quantity->approximation) << "\"";
    }
    for (const auto& evidence : cited.evidence) this->evidence(evidence);
    out_ << " .\n";
  }

 private:
  void evidence(const CitedEvidence& cited) {
    const Evidence& evidence = cited.assertion.evidence;
    out_ << " ; z:evidence [ z:title " << literal(cited.title);
    section({evidence.article, evidence.section});
    out_ << " ; z:sentence " << literal(cited.sentence) << " ; z:start " << evidence.sentence.start
         << " ; z:end " << evidence.sentence.end << " ; z:rule " << literal(evidence.rule)
         << " ; z:confidence " << fmt::format("{:.2f}", evidence.confidence);
    if (cited.date) out_ << " ; z:date " << literal(cited.date->iso());
    if (!cited.key.empty()) out_ << " ; z:key " << literal(cited.key);
    if (!cited.path.empty()) out_ << " ; z:path " << literal(cited.path);
    if (!cited.url.empty()) out_ << " ; z:url " << literal(cited.url);
    if (!cited.source.empty()) out_ << " ; z:source " << literal(cited.source);
    if (!cited.number.empty()) out_ << " ; z:number " << literal(cited.number);
    if (!cited.issuer.empty()) out_ << " ; z:issuer " << literal(cited.issuer);
    if (const auto& quantity = cited.assertion.quantity; quantity && !quantity->about.empty())
      out_ << " ; z:counted " << literal(quantity->about);
    out_ << " ]";
  }
  void section(const SectionRef& id) {
    out_ << " ; z:article " << iri("article:" + id.article.hex()) << " ; z:section " << id.section;
  }
  static std::string iri(const std::string& id) { return "<urn:zhengce:" + id + ">"; }
  std::ostream& out_;
};

class CsvWriter final : public ExportWriter {
 public:
  CsvWriter(std::ostream& nodes, std::ostream& edges, std::ostream& evidence)
      : nodes_(nodes), edges_(edges), evidence_(evidence) {}
  void begin() override {
    nodes_ << "id,kind,name,aliases,article,section\n";
    edges_ << "edge,from,relation,to,modality,kind,value,unit,approximation,id\n";
    evidence_
        << "edge,article,key,path,url,title,date,section,sentence,start,end,rule,rule_version,"
           "confidence,source,number,issuer,about\n";
  }
  void node(const ShownNode& node) override {
    nodes_ << node.text() << ',' << node.kind() << ',' << cell(node.name) << ','
           << cell(joined(node.aliases, "|")) << ','
           << (node.section ? node.section->article.hex() : "") << ','
           << (node.section ? std::to_string(node.section->section) : "") << '\n';
  }
  void edge(const CitedEdge& cited) override {
    const Edge& edge = cited.edge;
    ++number_;
    edges_ << number_ << ',' << edge.from.text() << ',' << relation_name(edge.relation) << ','
           << edge.to_text() << ',' << modality_name(edge.modality) << ',' << cell(edge.kind) << ','
           << (edge.quantity ? edge.quantity->number() : "") << ','
           << (edge.quantity ? cell(edge.quantity->unit) : "") << ','
           << (edge.quantity ? approximation_name(edge.quantity->approximation) : "") << ','
           << cell(edge.text()) << '\n';
    for (const auto& one : cited.evidence) {
      const Evidence& read = one.assertion.evidence;
      evidence_ << number_ << ',' << read.article.hex() << ',' << cell(one.key) << ','
                << cell(one.path) << ',' << cell(one.url) << ',' << cell(one.title) << ','
                << (one.date ? one.date->iso() : "") << ',' << read.section << ','
                << cell(one.sentence) << ',' << read.sentence.start << ',' << read.sentence.end
                << ',' << cell(read.rule) << ',' << read.rule_version << ','
                << fmt::format("{:.2f}", read.confidence) << ',' << cell(one.source) << ','
                << cell(one.number) << ',' << cell(one.issuer) << ','
                << (one.assertion.quantity ? cell(one.assertion.quantity->about) : "") << '\n';
    }
  }

 private:
  static std::string cell(std::string_view text) {
    const auto clean = encode_utf8(decode_utf8(text));
    if (clean.find_first_of(",\"\r\n") == std::string::npos) return clean;
    std::string quoted = "\"";
    for (const char c : clean) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
  }
  std::ostream &nodes_, &edges_, &evidence_;
  std::uint64_t number_ = 0;
};

}  // namespace

std::unique_ptr<ExportWriter> jsonl_writer(std::ostream& out) {
  return std::make_unique<JsonlWriter>(out);
}
std::unique_ptr<ExportWriter> graphml_writer(std::ostream& out) {
  return std::make_unique<GraphmlWriter>(out);
}
std::unique_ptr<ExportWriter> turtle_writer(std::ostream& out) {
  return std::make_unique<TurtleWriter>(out);
}
std::unique_ptr<ExportWriter> csv_writer(std::ostream& nodes, std::ostream& edges,
                                         std::ostream& evidence) {
  return std::make_unique<CsvWriter>(nodes, edges, evidence);
}

}  // namespace zhengce::app
