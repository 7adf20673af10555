#include "corpus/analysis/lexicon.h"
