#pragma once

#include <string>

#include "corpus/result.h"

namespace zhengce {

/// To be called in a handler: the exception in flight, Xapian's by class, as an Error that names
/// `where`. kBusy: another process writes. kCorrupt: the index is damaged or a part of it missing.
/// kIncompatible: of another version. kIo: the system refused, or there is no memory. kInternal:
/// all else.
Error from_xapian(const std::string& where);

}  // namespace zhengce
