#include "corpus/readers/xml.h"

#include <libxml/xmlreader.h>

#include <climits>
#include <mutex>

namespace zhengce {
namespace {

constexpr int kMaxDepth = 200;

xmlTextReaderPtr handle(void* reader) { return static_cast<xmlTextReaderPtr>(reader); }

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

}  // namespace

XmlReader::XmlReader(std::string_view bytes) {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
  failed_ = bytes.size() > INT_MAX || bytes.find("<!DOCTYPE") != std::string_view::npos;
  if (failed_) return;
  reader_ = xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                   XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
  if (reader_ == nullptr) failed_ = true;
}

XmlReader::~XmlReader() {
  if (reader_ != nullptr) xmlFreeTextReader(handle(reader_));
}

XmlReader::Event XmlReader::next() {
  if (failed_) return Event::kFault;
  auto* reader = handle(reader_);
  if (close_empty_) {
    close_empty_ = false;
    return Event::kEnd;
  }
  for (;;) {
    const int read = xmlTextReaderRead(reader);
    if (read == 0) return Event::kDone;
    if (read < 0 || xmlTextReaderDepth(reader) > kMaxDepth) break;
    switch (xmlTextReaderNodeType(reader)) {
      case XML_READER_TYPE_ELEMENT:
        close_empty_ = xmlTextReaderIsEmptyElement(reader) == 1;
        return Event::kStart;
      case XML_READER_TYPE_END_ELEMENT:
        return Event::kEnd;
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
      case XML_READER_TYPE_WHITESPACE:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return Event::kText;
      case XML_READER_TYPE_DOCUMENT_TYPE:
      case XML_READER_TYPE_ENTITY_REFERENCE:
        failed_ = true;
        return Event::kFault;
      default:
        continue;
    }
  }
  failed_ = true;
  return Event::kFault;
}

std::string_view XmlReader::name() const {
  return view(xmlTextReaderConstLocalName(handle(reader_)));
}

std::string_view XmlReader::name_space() const {
  return view(xmlTextReaderConstNamespaceUri(handle(reader_)));
}

bool XmlReader::has_attribute(const char* local_name) const {
  auto* reader = handle(reader_);
  bool found = false;
  for (int more = xmlTextReaderMoveToFirstAttribute(reader); more == 1 && !found;
       more = found ? 0 : xmlTextReaderMoveToNextAttribute(reader)) {
    found = view(xmlTextReaderConstLocalName(reader)) == local_name;
  }
  xmlTextReaderMoveToElement(reader);
  return found;
}

std::string XmlReader::attribute(const char* local_name) const {
  auto* reader = handle(reader_);
  std::string value;
  for (int more = xmlTextReaderMoveToFirstAttribute(reader); more == 1;
       more = xmlTextReaderMoveToNextAttribute(reader)) {
    if (view(xmlTextReaderConstLocalName(reader)) != local_name) continue;
    value = view(xmlTextReaderConstValue(reader));
    break;
  }
  xmlTextReaderMoveToElement(reader);
  return value;
}

std::string_view XmlReader::text() const { return view(xmlTextReaderConstValue(handle(reader_))); }

std::string XmlReader::text_to_end() {
  std::string out;
  for (int depth = 1; depth > 0;) {
    switch (next()) {
      case Event::kStart:
        ++depth;
        break;
      case Event::kEnd:
        --depth;
        break;
      case Event::kText:
        out += text();
        break;
      case Event::kDone:
      case Event::kFault:
        return out;
    }
  }
  return out;
}

void XmlReader::skip() {
  for (int depth = 1; depth > 0;) {
    const Event event = next();
    if (event == Event::kDone || event == Event::kFault) return;
    if (event == Event::kStart) ++depth;
    if (event == Event::kEnd) --depth;
  }
}

}  // namespace zhengce
