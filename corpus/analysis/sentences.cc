#include "corpus/analysis/sentences.h"
