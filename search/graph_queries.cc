#include "search/graph_queries.h"
