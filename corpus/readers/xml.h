#pragma once

#include <string>
#include <string_view>

namespace zhengce {

/// Reads an XML document of a file format (OOXML, OFD) event by event. Names are without their
/// prefix. There are no document types and no entities of one's own in these formats: a document
/// that declares any is at fault, so nothing is ever fetched or expanded. Threads: one owner.
class XmlReader {
 public:
  enum class Event { kStart, kEnd, kText, kDone, kFault };

  /// `bytes` must live as long.
  explicit XmlReader(std::string_view bytes);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  /// kFault (and from then on) where the document is not well-formed or nests too deep. An empty
  /// element gives kStart and kEnd.
  Event next();

  /// Of the present element.
  std::string_view name() const;
  std::string_view name_space() const;
  /// Its attribute by local name, empty if absent.
  std::string attribute(const char* local_name) const;
  bool has_attribute(const char* local_name) const;
  /// Of the present text.
  std::string_view text() const;

  /// After kStart: reads to the element's end; the text in it, with that of its children.
  std::string text_to_end();
  /// After kStart: reads to the element's end.
  void skip();

 private:
  void* reader_ = nullptr;
  bool failed_ = false;
  bool close_empty_ = false;
};

}  // namespace zhengce
