#include "corpus/analysis/analyzer.h"
