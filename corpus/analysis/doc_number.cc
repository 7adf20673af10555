#include "corpus/analysis/doc_number.h"
