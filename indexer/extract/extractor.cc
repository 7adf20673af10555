#include "indexer/extract/extractor.h"
